"""What a notice says: short sections in plain words, in a language the interface speaks.

It never promises more than the installation keeps, and names what it does not promise. A change
here changes the notices of later launches alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from survey_app.services.promise import Promise as Promise
from survey_app.services.promise import Words


@dataclass(frozen=True, slots=True)
class Section:
    """One section: paragraphs, then points of a term and what is said of it."""

    id: str
    heading: str
    text: tuple[str, ...] = ()
    points: tuple[tuple[str, str], ...] = ()


def sections(promise: Promise, language: str) -> tuple[Section, ...]:
    """Return all that the notice says, in the order it is read."""
    words = Words(promise, language)
    return tuple(section(promise, words) for section in _SECTIONS)


def _core(_: Promise, words: Words) -> Section:
    after = words(
        "After the count, nothing this installation stores – databases, logs, backups, mail queue, "
        "its operator’s keys included – tells who gave an answer."
    )
    before = words(
        "Before the count, nothing stored outside the key folder lets anyone read an answer."
    )
    return Section("core", words("Our promise"), (after, before))


def _who_asks(promise: Promise, words: Words) -> Section:
    asks = words(
        "%(practice)s, an independent firm, asks the questions. %(client)s has commissioned the "
        "survey and pays for it."
    )
    compares = words("The survey compares %(client)s with %(compared)s.")
    links = words(
        "%(practice)s delivers the personal links itself, with its own mail. Each person invited "
        "has a link of their own."
    )
    text = (asks, compares, links) if promise.compared else (asks, links)
    return Section("asks", words("Who asks, and who pays"), text)


def _who_sees(promise: Promise, words: Words) -> Section:
    nobody = words(
        "Nobody. Neither %(client)s nor %(practice)s nor whoever runs this website is shown who "
        "said what, or what any one person answered as a whole."
    )
    client = words(
        "Reports as PDF files, with figures about groups that reach the thresholds below. Never "
        "rows of answers."
    )
    managers = words(
        "An account manager may be given a report with the figures about themselves. The same "
        "thresholds hold, and the report for %(client)s may show account managers side by side."
    )
    practice = words(
        "The same figures. It also reads the comments, each one apart and in random order, and "
        "decides which of them may be quoted in a report. While the survey runs, it sees how many "
        "have answered, in all and by account manager, once a day and in steps of %(people)s; "
        "never who."
    )
    everybody = words("This page and, after the count, the list of receipts.")
    points = [(words("Single answers"), nobody), (promise.client, client)]
    if promise.about_people:
        points.append((words("Account managers of %(client)s"), managers))
    points += [(promise.practice, practice), (words("Everybody else"), everybody)]
    return Section("sees", words("Who sees what"), (), tuple(points))


def _thresholds(_: Promise, words: Words) -> Section:
    figures = words(
        "A figure about a group is shown only where at least %(people)s people from at least "
        "%(customers)s customers have answered, and no customer gave more than half of these "
        "answers. Of the answers of smaller groups, not even totals are stored after the count."
    )
    comments = words(
        "Comments on a question are kept only where at least %(answers)s people have answered and "
        "at least %(writers)s of them have commented on it. All others are destroyed at the count."
    )
    too_few = words(
        "If too few people answer for any figure at all, there is no result: the survey is given "
        "more time, or its answers are destroyed unread."
    )
    heading = words("How many answers it takes")
    return Section("thresholds", heading, (figures, comments, too_few))


def _invited(promise: Promise, words: Words) -> Section:
    text = words(
        "%(invited)s people are invited. The smallest group of them that may be reported on its "
        "own has %(smallest)s people."
    )
    segments = words(
        "%(client)s may also be shown figures about groups that the list of those invited tells "
        "apart: %(groups)s. Such a figure takes answers from at least %(segment)s people of the "
        "group, and everything said above holds for it too."
    )
    told = (text, segments) if promise.breakdowns else (text,)
    return Section("invited", words("How many are invited"), told)


def _count(_: Promise, words: Words) -> Section:
    planned = words(
        "Answers are taken from %(opens)s to %(closes)s, as planned when the survey began. "
        "%(practice)s may extend that time or end it earlier; the state of the survey on this page "
        "then says so."
    )
    once = words(
        "After the end all answers are counted together, once. Nobody sees a result before, and "
        "nobody can answer afterwards."
    )
    return Section("count", words("When the answers are counted"), (planned, once))


def _travels(_: Promise, words: Words) -> Section:
    sealed = words(
        "The server checks your answer when it arrives, and seals it at once: only the key of this "
        "survey opens it. That key lies in a key folder, apart from the data."
    )
    once = words(
        "One answer counts for each person invited, the first that is sent. It is stored under a "
        "name that leads to nobody without a second key, which lies in the same folder."
    )
    torn = words(
        "At the count the answers are shuffled, opened in memory and torn apart, question by "
        "question. Only totals are kept, and comments as single slips in random order."
    )
    points = (
        (words("Sealed on arrival"), sealed),
        (words("Counted once"), once),
        (words("Torn apart"), torn),
    )
    return Section("travels", words("How your answer travels"), (), points)


def _destroyed(_: Promise, words: Words) -> Section:
    count = words(
        "The count destroys the sealed answers and both keys of this survey: the one that opens "
        "answers, and the one that could tell whose a sealed answer is. From then on, older copies "
        "of sealed answers, as in a backup, cannot be opened any more either. A survey that ends "
        "without a count is destroyed in the same way, unopened."
    )
    record = words(
        "This page then shows a record of it, signed by this installation. Everybody can check the "
        "signature with the verification key that is printed on this page."
    )
    heading = words("What is destroyed, and how that is confirmed")
    return Section("destroyed", heading, (count, record))


def _stored(_: Promise, words: Words) -> Section:
    during = words(
        "The list of who is invited: name, e-mail address, customer, whom they deal with at "
        "%(client)s, and what else it says of them, such as a role or a region. Apart from that "
        "the sealed answers, and how many have answered, in steps."
    )
    after = words(
        "The list of who was invited; and totals, comments and receipts, none of which leads to a "
        "person on it."
    )
    never = words(
        "Your network address, your browser, the time of your answer, and whether you opened your "
        "link: this program writes none of them down. The pages of the survey set no cookie."
    )
    points = (
        (words("Stored until the count"), during),
        (words("Stored after the count"), after),
        (words("Never stored"), never),
    )
    return Section("stored", words("What is stored, and what never is"), (), points)


def _yours(_: Promise, words: Words) -> Section:
    before = words("You may stop at any time. Nothing of what you typed is kept.")
    after = words(
        "An answer cannot be changed or withdrawn, because nobody can find yours among the others."
    )
    comments = words(
        "A comment can give its writer away by what it says. Name nobody, and tell nothing that "
        "only you can know."
    )
    receipt = words(
        "You get a receipt. After the count all receipts are listed here, so that you can see that "
        "your answer was there. A receipt says nothing of what you answered."
    )
    points = (
        (words("Before you send"), before),
        (words("After you have sent"), after),
        (words("Your comments"), comments),
        (words("Your receipt"), receipt),
    )
    return Section("yours", words("What is in your hands"), (), points)


def _limits(_: Promise, words: Words) -> Section:
    intro = words("We promise what stands at the top, and no more. It gives no protection from:")
    altered = words(
        "Whoever runs this website could run an altered program that reads answers as they arrive."
    )
    keys = words(
        "Whoever copies the key folder before the count can open sealed answers with it. The "
        "record of the destroyed keys cannot prove that nobody did."
    )
    tapped = words(
        "Whoever taps the live traffic, or keeps a log of connections in front of this website, "
        "can see who visits it and when; on the server itself, also what is sent."
    )
    links = words(
        "%(practice)s delivers the links itself, and so could keep some and answer with them. "
        "Whoever answers in the place of all others of a small group can work yours out from its "
        "figures."
    )
    points = (
        (words("An altered program"), altered),
        (words("Keys copied early"), keys),
        (words("Tapped traffic"), tapped),
        (words("Who delivers the links"), links),
        (
            words("A forwarded link"),
            words("Whoever has your link can answer in your place. We cannot tell."),
        ),
        (
            words("Your own screen"),
            words("Whoever reads your screen, or controls your device, sees what you type."),
        ),
    )
    return Section("limits", words("What we do not promise"), (intro,), points)


_SECTIONS: Sequence[Callable[[Promise, Words], Section]] = (
    _core,
    _who_asks,
    _who_sees,
    _thresholds,
    _invited,
    _count,
    _travels,
    _destroyed,
    _stored,
    _yours,
    _limits,
)
