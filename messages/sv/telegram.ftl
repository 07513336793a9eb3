# Det som bara sägs i Telegram.

telegram-first =
    Svar utan namn överst är automatiska. Den som svarar ser inte ditt namn eller nummer. Telegram vet att ditt konto skriver hit. Chatten finns kvar på din telefon tills du tar bort den. Skriv /radera under samtalet, så tar vi bort det vi kan.

telegram-erased =
    Det som gick att radera är raderat. Hos oss: samtalet, din plats om du stod i kön, och uppgiften om vart svaren skulle. Här i chatten: det som Telegram lät oss ta bort.

    Det här kommer vi inte åt: meddelanden som är äldre än { $telegram_hours } timmar, samtal som vi redan har glömt, aviseringar som redan har visats och det som Telegram har kvar på sina servrar. Ta bort chatten i Telegram också.

left-out =
    { $what ->
        [picture] Bilder och filmer kan vi inte ta emot här, och de sparas inte.
        [sound] Röstmeddelanden och ljud kan vi inte ta emot här, och de sparas inte.
        [file] Filer kan vi inte ta emot här, och de sparas inte.
        [contact] Kontakter kan vi inte ta emot här, och de sparas inte.
        [position] Positioner kan vi inte ta emot här, och de sparas inte.
        [forward] Vidarebefordrade meddelanden kan vi inte ta emot här, och de sparas inte.
        [broken] Något gick fel hos oss, och det du nyss skickade kom inte fram.
       *[other] Det där kan vi inte ta emot här, och det sparas inte.
    } Skriv gärna med egna ord i stället. Är någons liv i fara, ring { $emergency }.

relative-unreachable =
    Den du pratar med går inte att nå längre. Chatten kan vara blockerad eller borttagen på personens telefon.

relative-reachable =
    Den du pratar med går att nå igen.

relative-missed =
    Det här meddelandet kom inte fram: Telegram tog inte emot det. Försök gärna med andra ord.

reacted = Reagerade med { $emoji }

# Det som syns innan någon har skrivit: ingenting om vad linjen är till för.

telegram-name = Chatt

telegram-description =
    Skriv när du vill, på svenska eller engelska. När vi har öppet svarar en människa. Du behöver inte säga vem du är.

    Telegram vet att ditt konto skriver hit, och chatten finns kvar på din telefon tills du tar bort den.

telegram-about = Skriv när du vill. När vi har öppet svarar en människa.
