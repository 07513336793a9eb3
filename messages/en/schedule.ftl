# One day in the list of opening hours (`stodchatten hours`).
# $day is the day, $spans its hours, and $why the reason it differs, such as "Christmas Eve".
schedule-open = { DAY($day) }: { SPANS($spans) }
schedule-open-because = { DAY($day) }: { SPANS($spans) } ({ $why })
schedule-closed = { DAY($day) }: closed
schedule-closed-because = { DAY($day) }: closed ({ $why })
schedule-weekend = weekend
