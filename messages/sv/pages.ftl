# Sidorna: ord som står fast, för den som skriver.

page-title = Chatt
page-name = Stödtelefonens chatt
page-nav = Sidans länkar
page-other-language = In English
page-privacy = Integritet
page-you = Du
page-bot = Automatiskt svar
page-tryout-label = Provkörning
page-tryout = Det här är en provkörning och inte den riktiga stödtelefonen. Behöver du stöd, ring
page-tryout-time = Här låtsas klockan vara { CLOCK($now) }, { DAY($now) }.
page-call = Ring { $number }
page-emergency = Är någons liv i fara:
page-log = Samtalet
page-write = Skriv här
page-send = Skicka
page-send-again = Skicka igen
page-draft = Det du skrev
page-questions = Vanliga frågor
page-newer = Läs vidare
page-exit = Lämna sidan
page-exit-how = Eller tryck tre gånger på skift
page-exit-what = Måste du bort härifrån på en gång, tryck på { page-exit }. Då kommer du direkt till en annan webbplats. Samtalet tar slut, och ingen kan öppna det igen i den här webbläsaren.
page-end = Avsluta
page-end-what = Avsluta om du är klar. Samtalet raderas { ended-after } senare.
page-erase = Radera
page-erase-sure = Vill du radera samtalet?
page-erase-what = Allt du har skrivit här, och alla svar, tas bort hos oss på en gång. En samtalsstödjare som du pratar med ser bara att samtalet är raderat. Det går inte att ångra.
page-connection-lost = Ansluter igen …
page-not-sent = Det gick inte att skicka. Texten finns kvar, försök igen. Stödtelefonens nummer är { $number }.
page-erased = Det du skrev är raderat hos oss
page-erased-receipt =
    Borttaget: { $mine ->
        [1] ett meddelande
       *[other] { $mine } meddelanden
    } från dig, { $theirs } svar till dig, din plats i kön och uppgiften om vart svaren ska.
page-erased-what = Det är borttaget från vår server. Har någon svarat dig tar vi bort det även där, så långt det går.
page-erased-device = Det som någon redan har läst kommer vi inte åt, och inte heller webbläsarens historik på den här enheten, där besöket kan finnas kvar. Den kan du rensa själv.
page-begin-again = Börja om
page-to-the-chat = Till chatten
page-numbers = Är någons liv i fara, ring { $emergency }. Stödtelefonens nummer är { $number }. Hjälplinjen, { $helpline }, svarar dygnet runt.
page-answers-to = Svar på: { $words }
page-instead-of = Ändrat. Förut: { $words }
page-code = Fortsätt på en annan enhet
page-code-what = Du kan få sex ord. Med dem fortsätter du samma samtal på en annan telefon eller dator, eller i Telegram, så länge det finns kvar.
page-code-get = Visa orden
page-code-once = Orden visas bara den här gången. Skriv av dem på papper. Den som har orden kan läsa samtalet.
page-code-how = Skriv in dem i chatten där du vill fortsätta. Här slutar samtalet då att synas.
page-code-enter = Har du redan sex ord?
page-code-label = Skriv orden här
page-code-return = Fortsätt samtalet
page-draft-first = Skicka eller ta bort det du håller på att skriva först.
