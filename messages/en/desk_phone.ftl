# The counsellors’ bot in Telegram.

desk-phone-on-duty =
    Hello { $alias }. You are on duty. { $count ->
        [0] Nobody is waiting right now.
        [1] One person is waiting.
       *[other] { $count } people are waiting.
    } Write /off when you stop.

desk-phone-off-duty =
    You are no longer on duty, { $alias }. Your conversations have gone back to the queue, and what stood here is being removed.

desk-phone-stranger =
    This is an internal bot. If you are looking for support, call { $number }.

desk-phone-taken =
    You have taken { $code }. Write here, and it reaches the person who is waiting.

desk-phone-only-text =
    Only text can be sent here. What you sent has not been passed on.

desk-phone-to-whom =
    This has not been sent. Who is it for? Choose, and then send it again.

desk-phone-nobody =
    This has not been sent: you have no conversation right now.

desk-phone-edited =
    (changed)

desk-phone-hidden =
    The person you are talking with wrote something that cannot be shown in Telegram. Read it in the browser.

desk-phone-turned =
    What you write goes there now.

desk-phone-name = Work chat

desk-phone-description =
    This is an internal bot. If you have been given a link to it, press Start to go on duty.

desk-phone-about = An internal bot.
