"""What the invented customers write, in three tones; some of it gives people away, as in life."""

from collections.abc import Mapping

from survey_app.demonstration.opinions import Tone

COMMENTS: Mapping[tuple[str, Tone], tuple[str, ...]] = {
    ("keep", "delighted"): (
        "The quality. In six years we have not sent back a single valve.",
        "Their engineers come to the plant, look, and say what they would do. Priceless!",
        "You notice that people there enjoy their work. Please keep it that way.",
        "When our line stood still they had a replacement at the gate by five in the morning. "
        "Nobody asked who would pay until we were running again.",
        "Honest advice, even when it meant that we ordered less than we had planned.",
        "Being able to ring someone who knows our drawings by heart.",
        "Best technical documentation of all our suppliers, by far.",
        "Ingrid. She thinks of things before we do.",
        "The training days for our fitters – our youngest still talk about them.",
        "They treat a small order with the same care as a large one.",
        "Product quality and the attitude behind it. Very happy customer here.",
        "A partner in the true sense: they told us a cheaper seal would do, and it did.",
        "Our yearly review with them. It is prepared, it is frank, and things change afterwards.",
        "Everything about the people. Merci !",
        "Consistent dimensions from batch to batch. We have stopped measuring on arrival.",
    ),
    ("keep", "factual"): (
        "Product quality.",
        "Technical support by telephone.",
        "The range of stainless fittings and the stock of spare parts.",
        "Certificates come with the goods and are complete.",
        "Framework contract with fixed prices for 12 months.",
        "Fixed contact person in sales.",
        "Packaging: reusable crates, clearly labelled.",
        "Pressure ratings up to 420 bar from one source.",
        "Samples within a week.",
        "The regular visits, about four a year, are the right number.",
        "Reply times are fine (usually < 1 day).",
        "Good co-operation between their R&D and ours on the coupling project.",
        "CAD models on the website.",
        "Payment terms.",
    ),
    ("keep", "angry"): (
        "The product itself is good. That is about all I can say at the moment.",
        "The people on the telephone. They apologise for what others have promised.",
        "Hard to say. The valves work, once they are here.",
    ),
    ("change", "delighted"): (
        "Nothing much. A tracking link for shipments would be nice.",
        "Tell us a bit earlier when a date moves – we can live with late, not with surprised.",
        "Maybe show more of what you can do: we found out by chance that you also make manifolds.",
        "Prices are at the upper end. We pay them, but our controller asks every year.",
        "An online shop for standard parts, so that your experts have time for the hard questions.",
        "Please do not change the team!",
    ),
    ("change", "factual"): (
        "Order status is not visible. We have to ask by e-mail for every line.",
        "Order confirmations should state the confirmed date, not the requested one.",
        "Advance notice of part deliveries.",
        "Delivery notes by EDI.",
        "Price lists in a format that can be imported.",
        "A second contact for holidays. In August nobody could answer.",
        "Shorter lead times for special threads. Brenzhaus quotes three weeks, here it is seven.",
        "More transparency about raw material surcharges.",
        "The complaint form is long. A photograph and two lines should do.",
        "Invoices: one per month instead of one per delivery.",
        "Standard parts are about 15 % dearer than at Dunfell Direct.",
        "Meetings without an agenda.",
        "Better information when an order is late: reason, new date, who is looking after it.",
        "Web portal is slow and logs out after a few minutes.",
    ),
    ("change", "angry"): (
        "Delivery dates! Three times this year we learned that a delivery was late when the lorry "
        "did not come.",
        "Stop telling us it has been dispatched when it has not. We are not stupid.",
        "I have explained the same complaint to four different people. Four!",
        "Tomás Echevarra promised us a credit note in March. We are still waiting. Should anyone "
        "want to talk about it: +44 7700 900123.",
        "Your prices went up 9 % and the only explanation was a form letter.",
        "NOBODY CALLS BACK.",
        "We are the only brewery you supply in this valley and still nobody had heard of us.",
        "Replace the portal. It is a disgrace. Half of my orders are 'in process' since May.",
        "A quality manager who answers. Our claim about the leaking couplings was closed without "
        "a word to us.",
        "Too many promises, too little behind them. Castellor delivers less, but when they say so.",
        "If the next audit finds the same faults we are gone. This was said in the meeting and "
        "did not appear in the minutes.",
        "Information. Information. Information.\n\nWe plan two shifts around your deliveries "
        "and get told nothing.",
        "Every year a new contact, every year we start from zero.",
        "The surcharge for small quantities is daylight robbery.",
    ),
}
