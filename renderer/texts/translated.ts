type ArabicForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'

/** The same lines in Arabic: every key, and for a counted line all six forms. A missing one does not compile. */
export type InArabic<T> = {
  readonly [K in keyof T as K extends `${infer Base}_${'one' | 'other'}` ? `${Base}_${ArabicForm}` : K]: T[K] extends string ? string : InArabic<T[K]>
}
