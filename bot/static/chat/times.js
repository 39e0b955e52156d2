// When something was said, the way WeChat tells it.

const DAY = 24 * 3600 * 1000;
const WEEKDAYS = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];
const two = (number) => String(number).padStart(2, "0");
const midnight = (time) => new Date(time.getFullYear(), time.getMonth(), time.getDate());

/** Whole local days between two times; rounding forgives a change of the clocks. */
const daysBetween = (time, now) => Math.round((midnight(now) - midnight(time)) / DAY);

const clock = (time) => `${two(time.getHours())}:${two(time.getMinutes())}`;

const date = (time, now) => {
  const day = `${time.getMonth() + 1}月${time.getDate()}日`;
  return time.getFullYear() === now.getFullYear() ? day : `${time.getFullYear()}年${day}`;
};

const dayName = (time, now) => {
  const days = daysBetween(time, now);
  if (days <= 0) return "";
  if (days === 1) return "昨天";
  return days < 7 ? WEEKDAYS[time.getDay()] : date(time, now);
};

/** The grey line between messages. */
export const timeLine = (time, now) => `${dayName(time, now)} ${clock(time)}`.trim();

/** The short form in the list of conversations. */
export const listTime = (time, now) => dayName(time, now) || clock(time);

/** A grey line stands before the first message and after five quiet minutes. */
export const needsTimeLine = (before, time) => before === null || time - before > 5 * 60 * 1000;
