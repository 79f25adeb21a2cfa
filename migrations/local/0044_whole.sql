-- Tables that triggers keep, as what must stand in them: `x_whole` is what `x` holds, column by column. A first load leaves the triggers out and fills the tables at its end.
CREATE VIEW invoice_open_whole AS SELECT invoice_id, customer_id, location_id, number, issued_at, due_on, due_minor FROM invoice_sum WHERE due_minor <> 0;
CREATE VIEW payment_open_whole AS SELECT payment_id, customer_id, location_id, work_order_id, received_at, free_minor FROM payment_sum WHERE free_minor <> 0 AND customer_id IS NOT NULL;
CREATE VIEW stock_reservation_whole AS SELECT item_id, location_id, line_id, work_order_id, qty_milli FROM stock_wanted;
CREATE VIEW inspection_result_whole AS SELECT inspection_id, count(*) AS points, sum(tone IS NULL) AS open, sum(tone IS NULL AND is_required = 1) AS required_open,
  sum(tone IS 'good') AS good, sum(tone IS 'soon') AS soon, sum(tone IS 'bad') AS bad FROM inspection_point GROUP BY inspection_id;
CREATE VIEW card_pending_whole AS SELECT id AS payment_id, sale_id, location_id, till_id, amount_minor FROM sale_payment
  WHERE is_pending = 1 AND NOT EXISTS (SELECT 1 FROM card_answer WHERE payment_id = sale_payment.id);
CREATE VIEW sale_excess_whole AS SELECT sold.id AS line_id, sold.location_id, sum(back.qty_milli) - sold.qty_milli AS qty_milli
  FROM sale_back AS back JOIN sale_line AS sold ON sold.id = back.line_id GROUP BY sold.id HAVING sum(back.qty_milli) > sold.qty_milli;
CREATE VIEW note_mention_whole AS SELECT DISTINCT named.value AS user_id, note.created_at AS at, note.id AS note_id FROM note, json_each(note.mentions) AS named;
-- Of the reports only what is to be counted: all of it.
CREATE VIEW report_queue_whole AS SELECT id FROM report_document
  UNION SELECT id FROM invoice WHERE state <> 'void' AND sale_id IS NULL UNION SELECT id FROM credit_note UNION SELECT id FROM sale;
