# En dag i listan över öppettider (`stodchatten hours`).
# $day är dagen, $spans tiderna och $why varför dagen avviker, till exempel "julafton".
schedule-open = { DAY($day) }: { SPANS($spans) }
schedule-open-because = { DAY($day) }: { SPANS($spans) } ({ $why })
schedule-closed = { DAY($day) }: stängt
schedule-closed-because = { DAY($day) }: stängt ({ $why })
schedule-weekend = helg
