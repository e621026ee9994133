/** A public holiday of one of the policy's countries. */
export interface Holiday {
  /** As the policy writes it, such as `DE` or `US-CA`. */
  readonly country: string
  /** In English, such as `Labour Day`. */
  readonly name: string
}

export interface HolidayCalendar {
  /** @param day - such as `2026-12-25` */
  on(day: string): readonly Holiday[] | 'unknown'
}
