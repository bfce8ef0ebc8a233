"""Whole pages for readers who are not signed in, kept until something changes that they show.

What a page shows is named by subjects (`subjects.py`). A change counts its subjects up in the database, in
the transaction of the change itself; a kept page is given out only while the counts of its subjects are those
from before it was made. So no process, no lost message and no cache that was away can bring an old page back,
and a publication that is rolled back leaves every page as it was. `application.py` answers from what is kept
before Django is asked, `middleware.py` keeps.
"""

from .counts import changed

__all__ = ["changed"]
