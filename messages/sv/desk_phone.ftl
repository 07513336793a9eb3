# Samtalsstödjarnas bot i Telegram.

desk-phone-on-duty =
    Hej { $alias }. Du är i tjänst. { $count ->
        [0] Ingen väntar just nu.
        [1] En person väntar.
       *[other] { $count } personer väntar.
    } Skriv /ledig när du slutar.

desk-phone-off-duty =
    Du är inte i tjänst längre, { $alias }. Dina samtal har gått tillbaka till kön, och det som stod här tas bort.

desk-phone-stranger =
    Det här är en intern bot. Söker du stöd, ring { $number }.

desk-phone-taken =
    Du har tagit { $code }. Skriv här, så kommer det fram till den som väntar.

desk-phone-only-text =
    Här går det bara att skicka text. Det du skickade har inte gått vidare.

desk-phone-to-whom =
    Det här har inte skickats. Till vem ska det? Välj, och skicka sedan igen.

desk-phone-nobody =
    Det här har inte skickats: du har inget samtal just nu.

desk-phone-edited =
    (ändrat)

desk-phone-hidden =
    Den du pratar med har skrivit något som inte går att visa i Telegram. Läs det i webbläsaren.

desk-phone-turned =
    Nu går det du skriver dit.

desk-phone-name = Jobbchatt

desk-phone-description =
    Det här är en intern bot. Har du fått en länk hit trycker du på Start för att börja passet.

desk-phone-about = En intern bot.
