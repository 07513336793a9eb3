# The counsellors’ bot in Telegram.

desk-phone-on-duty =
    Hello { $alias }. You are on duty. { $count ->
        [0] Nobody is waiting right now.
        [1] One person is waiting.
       *[other] { $count } people are waiting.
    } Write /off when you stop.

desk-phone-off-duty =
    You are no longer on duty, { $alias }. { $count ->
        [0] You had no conversation.
        [1] Your conversation has gone back to the queue.
       *[other] Your { $count } conversations have gone back to the queue.
    } What is left here of conversations and alarms is being removed.

desk-phone-farewell =
    You are no longer a counsellor here, { $alias }.

desk-phone-stranger =
    This is an internal bot. If you are looking for support, call { $number }.

desk-phone-taken =
    You have taken { $code }. What you write here reaches the person.

desk-phone-only-text =
    Only text can be sent here. This has not been passed on.

desk-phone-to-whom =
    This has not been sent. Who is it for? Choose, and then send it again.

desk-phone-nobody =
    This has not been sent: you have no conversation here right now.

desk-phone-edited =
    (changed)

desk-phone-hidden =
    The person you are talking with wrote something that cannot be shown in Telegram. Read it in the browser.

desk-phone-erased =
    Whoever wrote in { $code } has deleted the conversation. We remove it here as well, as far as Telegram allows.

desk-phone-turned =
    What you write goes to { $code } now.

desk-phone-relative = The person

desk-phone-handed-back =
    You have handed back { $code }, who is first in the queue now.

desk-phone-end-what =
    Do you want to end the conversation with { $code }? The person sees that it is over, and in { ended-after } it is deleted. If not, just keep writing.

desk-phone-name = Work chat

desk-phone-description =
    This is an internal bot. If you have been given a link to it, press Start to go on duty.

desk-phone-about = An internal bot.
