# The pages: words that stay, for whoever writes.

page-title = Chat
page-name = The support line’s chat
page-nav = Links of this page
page-other-language = På svenska
page-privacy = Privacy
page-you = You
page-bot = Automatic reply
page-tryout-label = Try-out
page-tryout = This is a try-out and not the real support line. If you need support, call
page-tryout-time = The clock here pretends to be { CLOCK($now) }, { DAY($now) }.
page-call = Call { $number }
page-emergency = If someone’s life is in danger:
page-log = The conversation
page-write = Write here
page-send = Send
page-send-again = Send again
page-draft = What you wrote
page-questions = Common questions
page-newer = Read on
page-exit = Leave this page
page-exit-how = Or press Shift three times
page-exit-what = If you have to get away at once, press { page-exit }. It takes you straight to another website. The conversation ends, and nobody can open it again in this browser.
page-end = End
page-end-what = End it if you are finished. The conversation is deleted { ended-after } later.
page-erase = Delete
page-erase-sure = Do you want to delete the conversation?
page-erase-what = Everything you have written here, and every reply, is removed on our side at once. A counsellor you are talking with only sees that it has been deleted. This cannot be undone.
page-connection-lost = Reconnecting …
page-not-sent = It could not be sent. Your text is still here, please try again. The support line’s number is { $number }.
page-erased = What you wrote is deleted on our side
page-erased-receipt =
    Removed: { $mine ->
        [1] one message
       *[other] { $mine } messages
    } from you, { $theirs ->
        [1] one reply
       *[other] { $theirs } replies
    } to you, your place in the queue, and where our answers were to go.
page-erased-what = It has been removed from our server. If somebody has answered you, we remove it there as well, as far as we can.
page-erased-device = We cannot reach what somebody has read already, or the history of the browser on this device, where the visit may still be. You can clear that yourself.
page-begin-again = Start again
page-to-the-chat = To the chat
page-numbers = If someone’s life is in danger, call { $emergency }. The support line’s number is { $number }. Hjälplinjen, a helpline for people in distress, answers day and night on { $helpline }.
page-answers-to = In reply to: { $words }
page-instead-of = Changed. Before: { $words }
page-code = Go on from another device
page-code-what = You can have six words. With these you go on with the same conversation from another phone or computer, or in Telegram, for as long as it is kept.
page-code-get = Show the words
page-code-once = The words are shown this once only. Copy them on to paper. Whoever has the words can read the conversation.
page-code-how = Type them in the chat where you want to go on. The conversation can then no longer be seen here.
page-code-enter = Do you have six words already?
page-code-label = Type the words here
page-code-return = Go on with the conversation
page-draft-first = Send or remove what you are writing first.
