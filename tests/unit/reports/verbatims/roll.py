"""A roll of 300 typical names, and comments that name nobody."""

from collections.abc import Iterable
from functools import cache

from reports.verbatims.candidates import Search
from reports.verbatims.names import Names

_GIVEN = """
    Alan Alice Amelia Andrea Andreas Anja Anna Anthony Barbara Bernd Birgit Carol Carsten Catherine
    Charles Christian Christine Claire Claudia Daniel David Diana Dieter Dominik Edward Elena Emma
    Eva Florian Frank George Gerald Hannah Heike Helen Helmut Ian Ingrid Jack Jan Jennifer Joachim
    John Jörg Julia Jürgen Karen Karin Katharina Klaus Laura Lisa Lukas Manfred Maria Mark Martin
    Matthias Michael Monika Nicole Olaf Oliver Oscar Patrick Paul Petra Philip Rachel Ralf Rebecca
    Robert Sabine Samuel Sandra Sarah Simon Sophie Stefan Susan Susanne Tanja Thomas Thorsten Tim
    Tobias Ulrike Ursula Uwe Victoria Walter Werner Will William Wolfgang Xenia Yvonne
"""

_SURNAMES = """
    Adams Albrecht Anderson Arnold Bailey Baker Bauer Baumann Becker Bennett Berger Böhm Brandt
    Brooks Brown Campbell Carter Clarke Coleman Collins Cooper Cox Dietrich Edwards Evans Fischer
    Fletcher Foster Franke Friedrich Fuchs Graham Green Groß Günther Haas Hahn Hall Harris Hartmann
    Hoffmann Hofmann Howard Huber Hughes Jackson Jäger Jansen Jenkins Johnson Jones Jung Kaiser
    Keller Kelly Klein Koch Köhler König Kramer Krause Krüger Kühn Lang Lehmann Lewis Lorenz Ludwig
    Maier Martin Marshall Mayer Meyer Miller Mitchell Möller Moore Morgan Morris Müller Murphy
    Neumann Otto Parker Peters Pfeiffer Phillips Pohl Powell Price Richardson Richter Roberts
    Robinson Rogers Roth Russell Sauer Schäfer Schmidt Schmitz Schneider Scholz Schreiber Schröder
    Schubert Schulz Schuster Schwarz Scott Seidel Shaw Simon Sommer Stein Stewart Taylor Thompson
    Turner Vogel Vogt Wagner Walker Walter Ward Watson Weber Weiß Werner White Williams Wilson
    Winkler Winter Wolf Wood Wright Young Ziegler Zimmermann
"""

CUSTOMERS = [
    "Aldermoor Brewing Ltd",
    "Brenner & Söhne GmbH & Co. KG",
    "Castlegate Foods plc",
    "Dorrington Water Board",
    "Elbtal Maschinenbau GmbH",
    "Fairhaven Logistics",
    "Gremmendorf Kunststoffe AG",
    "Hollis Engineering Ltd",
    "Isarwerke AG",
    "Kestrel Systems Inc.",
    "Lindqvist Papper AB",
    "Northern Steel Works Ltd",
]

GIVEN, SURNAMES = _GIVEN.split(), _SURNAMES.split()
PEOPLE = [f"{GIVEN[n % len(GIVEN)]} {SURNAMES[n * 11 % len(SURNAMES)]}" for n in range(300)]


def found(text: str, people: Iterable[str] = (), customers: Iterable[str] = ()) -> list[str]:
    """Return what is proposed to be struck out of a text, for a roll of these names."""
    proposed = Search(Names(people, customers), ("DE", "GB")).candidates(text)
    return [text[each.start : each.end] for each in proposed]


@cache
def search() -> Search:
    """Return the search over this roll, built once for all tests."""
    return Search(Names(PEOPLE, CUSTOMERS), ("DE", "GB"))


_ENGLISH = """
Delivery is usually on time, and when it is not somebody tells us early enough to react.
The quality of the parts has been consistently good over the past few years.
I would like to see shorter lead times for the smaller sizes.
They will always find a way, even if it is not in the price list.
May I suggest a simple web shop for spare parts? It would save both of us a lot of time.
Will the new packaging be introduced for all products? We are waiting for it.
Your invoices are hard to read. Why are there three pages for two items?
Honest advice, even when it meant that we ordered less than we had planned.
The engineers know our machines better than some of our own people do.
Prices went up twice, and the only explanation was a form letter.
Communication could be better: we had to ask four times before we got an answer.
Nothing much to change. Please keep the team together.
We were offered a cheaper seal that does the job just as well. That is what I call fair.
Complaints are handled quickly, but the root cause is rarely explained.
Certificates come with the goods and are complete.
Technical support on the phone is excellent; by e-mail it takes days.
Too many contacts. Every year a new face, every year we start from zero.
The samples arrived within a week and were exactly what we had asked for.
It would help to know in advance when the plant is closed for summer.
Meetings are well prepared and short. I wish all suppliers worked like that.
Sometimes the paint on the housings is scratched when they reach us.
Good value for money, although not the cheapest on the market.
Their training days are great, our youngest fitters still talk about them.
Order confirmations should state the confirmed date, not the requested one.
A partner in the true sense of the word.
We had a leak in spring and they replaced the coupling the next morning.
Payment terms are fine. The portal, on the other hand, is slow and logs out all the time.
No complaints at all, keep up the good work!
More transparency about surcharges for raw material would be appreciated.
The product itself is great, that is about all I can say at the moment.
"""

_GERMAN = """
Die Lieferungen kommen meistens pünktlich, und wenn nicht, werden wir rechtzeitig informiert.
Die Qualität der Teile ist seit Jahren gleichbleibend gut.
Kürzere Lieferzeiten bei den kleinen Größen wären schön.
Man findet immer eine Lösung, auch wenn sie nicht in der Preisliste steht.
Darf ich einen einfachen Onlineshop für Ersatzteile vorschlagen? Das würde beiden Seiten helfen.
Wann kommt die neue Verpackung für alle Produkte? Wir warten darauf.
Die Rechnungen sind schwer zu lesen. Warum drei Seiten für zwei Positionen?
Ehrliche Beratung, auch wenn wir dadurch weniger bestellt haben als geplant.
Die Techniker kennen unsere Anlagen besser als mancher von uns.
Zweimal wurden die Preise erhöht, und die Begründung war ein Serienbrief.
Die Kommunikation könnte besser sein, wir mussten viermal nachfragen.
Eigentlich nichts zu ändern. Bitte das Team so lassen, wie es ist.
Man hat uns eine günstigere Dichtung empfohlen, die genauso gut funktioniert. Das nenne ich fair.
Reklamationen werden schnell bearbeitet, aber die Ursache erfährt man selten.
Zeugnisse liegen der Ware immer bei und sind vollständig.
Am Telefon ist die technische Unterstützung hervorragend, per Mail dauert es Tage.
Zu viele Ansprechpartner. Jedes Jahr ein neues Gesicht, jedes Jahr fangen wir von vorne an.
Die Muster waren innerhalb einer Woche da und genau das, was wir angefragt hatten.
Es wäre hilfreich, die Betriebsferien früher zu kennen.
Die Gespräche sind gut vorbereitet und kurz. Das wünsche ich mir von allen Lieferanten.
Manchmal ist der Lack an den Gehäusen verkratzt, wenn sie bei uns ankommen.
Gutes Verhältnis von Preis und Leistung, wenn auch nicht das billigste Angebot am Markt.
Die Schulungen sind klasse, unsere Monteure reden heute noch davon.
In der Auftragsbestätigung sollte der bestätigte Termin stehen, nicht der gewünschte.
Ein Partner im wahrsten Sinne des Wortes.
Nach einem Leck war die Kupplung am nächsten Morgen ersetzt.
Die Zahlungsbedingungen passen. Das Portal dagegen ist langsam und meldet einen ständig ab.
Keine Beanstandungen, weiter so!
Mehr Offenheit bei den Zuschlägen für Rohstoffe wäre wünschenswert.
Das Produkt selbst ist gut, mehr kann ich im Moment nicht sagen.
"""

NAMING_NOBODY = [line for line in (_ENGLISH + _GERMAN).splitlines() if line]
