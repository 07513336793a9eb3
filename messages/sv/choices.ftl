# Knapparna: korta, och sagda av den som trycker.

choice-help = Hjälp
choice-human = Jag vill prata med en samtalsstödjare
choice-keep = Spara det tills ni öppnar
choice-erase = Radera hela samtalet
choice-end = Avsluta samtalet
choice-svenska = Svenska
choice-english = English
choice-anonymity = Är det anonymt?
choice-privacy = Vem kan se vad?
choice-hours = När har ni öppet?
choice-what-happens = Vad händer när jag hör av mig?
choice-who-for = Är det här för mig?
choice-phone-bill = Syns det på räkningen?
choice-cost = Kostar det något?
choice-phone-number = Kan jag ringa i stället?
choice-languages = Vilka språk kan jag använda?
choice-about = Vad är stödtelefonen?
choice-who-runs = Vilka står bakom?
