# Answers to questions: facts and nothing else. Nobody who tells of a worry is met with these alone.

opening-hours =
    The phone and the chat are staffed { WEEK($week) }, Swedish time. We are closed on public holidays.

open-now =
    We are open now, until { CLOCK($closes) }.

closed-now =
    We are closed right now. We open { opening }.

open-that-day =
    On { DAY($day) } we are open { SPANS($spans) }.

open-then =
    We are open then. On { DAY($day) } we are here { SPANS($spans) }.

closed-then =
    We are closed then. On { DAY($day) } we are here { SPANS($spans) }. After that we open { opening }.

closed-until-later =
    We are closed then. On { DAY($day) } we are here { SPANS($spans) }.

closed-that-day =
    On { DAY($day) } we are closed. After that we open { opening }.

closed-that-day-because =
    On { DAY($day) } we are closed ({ $why }). After that we open { opening }.

anonymity =
    You do not have to say who you are, either on the phone or here. { $door ->
        [telegram] The person who answers does not see your name or number, but Telegram knows which account you write from. Whoever opens your phone can read what is written here.
       *[web] We do not ask who you are, and the person who answers sees only what you write. Our server receives your IP address, as everything on the internet does, but does not save it. The browser’s history shows that you have been here.
    }

anonymity-limits =
    { $secrecy }

    { $danger_rule }

phone-bill =
    Calls to { $number } do not show on the phone bill. They do stay in the phone’s own call list until you remove them.

    The chat does not show on any bill.

phone-number =
    You can call { $number }. The phone is staffed { WEEK($week) }, but not on public holidays. We cannot call you back.

cost =
    It costs nothing to chat here, and calls to { $number } are free within Sweden.

about =
    This is the chat of the National Support Line. It gives support, help and guidance to people who worry that someone is being drawn into violent extremism.

    The government commissioned the work in June 2014, in March 2015 an inquiry into a support line was ordered, and it opened on { DATE($started) } (dir. 2015:86).

who-for =
    Mainly for relatives, and anyone close to a person who is drifting into an extremist environment, whichever it is. You do not have to be sure.

    People who work in a municipality, an organisation or an authority are welcome too.

who-runs =
    The support line is run by { $operator }.

    For questions about the line itself, please turn first to { $first_contact }, and otherwise to { $second_contact }.

what-happens =
    You tell us as much as you like, and a counsellor listens and answers. Usually you get support right away. Sometimes we help you find others who can support you better.

languages =
    You can write in Swedish or English here. Spelling does not matter.

languages-spoken =
    Our counsellors answer in Swedish and English.

    If someone’s life is in danger, call { $emergency }.

languages-offer =
    Vill du fortsätta på svenska eller engelska? / Would you like to go on in Swedish or English?

erase-how =
    Write DELETE, or press the button, and we delete the whole conversation at once.

    { erased-by-itself }

erased-by-itself =
    By itself the conversation is deleted { ended-after } after it has ended, or { abandoned-after } after the last message. What you leave for our next opening is kept until then, for { $kept_days } days at most.
