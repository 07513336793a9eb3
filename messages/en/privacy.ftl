# Who can see what? The same paragraphs stand on the page /privacy, under headings, and in the
# answer in the chat. All of it has to be true where it is read: $door is telegram or web.

privacy =
    { privacy-way }

    { privacy-device }

    { privacy-server }

    { privacy-counsellor }

    { anonymity-limits }

    { privacy-erase }

    { privacy-beyond }

privacy-way-heading = On the way here

privacy-way =
    { $door ->
        [telegram] Telegram knows that your account writes here, can read all that is written here, and keeps it on its servers. We cannot change that.
       *[web] You do not need an account to write here. Your internet provider, and whoever runs the network you are on, can see that you visit this site.
    }

privacy-device-heading = Your phone or computer

privacy-device =
    { $door ->
        [telegram] Whoever opens your phone can read what is written here. The chat also shows on other devices where you are signed in to Telegram, and notifications may show on the screen. You can turn those off for this chat.
       *[web] The browser’s history shows that you have been here, and sometimes your other devices show it, too. Whoever opens the same browser can read the conversation as long as it is there.
    }

privacy-server-heading = Our server

privacy-server =
    What you write is stored on our server, locked with a key that is kept apart from it. Whoever looks after the server could still read it as long as it is there. { $door ->
        [telegram] We have to know which chat the answers go to, and forget it when the conversation is deleted. We neither read nor save the name of your account.
       *[web] Your IP address reaches the server, as with everything on the internet, but is not saved.
    } Our logs say neither what you write nor where you write from.

    { erased-by-itself }

privacy-counsellor-heading = The person who answers

privacy-counsellor =
    The counsellor sees what you write and a made-up name, such as “lönn 42”. Who you are shows only if you write it yourself, and what we have hidden in your text stays hidden. The counsellor may answer from their phone, in Telegram. The conversation is then there as well until we remove it, and Telegram can read it.

privacy-limits-heading = What you tell us

privacy-erase-heading = When you delete

privacy-erase =
    Write DELETE whenever you like, and we delete the conversation at once. Within a few minutes it has also gone from the server’s files. From whoever has answered we remove it as far as we can, but what somebody has read cannot be unread. { $door ->
        [telegram] In this chat we cannot reach messages that are older than { $telegram_hours } hours, notifications that have been shown already, or what Telegram has kept. So remove the chat in Telegram, too.
       *[web] We cannot reach the browser’s history. You can clear that yourself.
    }

privacy-beyond-heading = What we cannot protect against

privacy-beyond =
    We cannot protect you against somebody who reads on your phone or computer, against spyware, or against whoever watches the network. { $door ->
        [telegram] If you worry about that, you can call { $number } from another phone when we are open.
       *[web] A private window does not save the visit in the history, and the Tor browser hides from the network where you go. You can also use a computer at a library.
    }
