"""Our own test prose, in the shape of a news article: lead, reported speech, quotations, a heading, own voice."""

from __future__ import annotations

ARTICLE = """President Ana Silva threatened to close the Orvana bridge on Tuesday, blaming Westmark for rising tolls.

The harbour towns “have no other road to the market” and cannot wait for another winter, Silva told mayors in Portel. \
“This is about our bread.”

Westmark will “answer firmly to any closure” of the bridge, its prime minister Jonas Berg said. “A closure is not our \
choice,” he said. “We want to settle this at the table.”

Westmark suspended joint patrols after Orvana’s 2009 annexation of the northern quay.

Long dispute

If the tolls rise again “the price of flour will go up by 12-15 percent within a month,” Silva said. “That is a \
serious burden for us.”

While the ministry has said the door is open to talks, there is little prospect of that. There are no plans by \
Westmark or its allies to raise tolls in Orvana or close the river there.

The bridge carries 40,000 lorries a year, the president said.
"""
