import fc from 'fast-check'

/**
 * Properties try the same cases at each run of one commit, so that its suite says the same here and there. Others are tried by `npm run properties`,
 * which gives a seed of its own.
 */
fc.configureGlobal({ seed: Number(process.env.BAYLINE_SEED ?? 1) })
