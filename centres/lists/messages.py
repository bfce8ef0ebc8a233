"""The sentences of `problems`: code -> (what is so, what would be right; None where nothing need change)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MESSAGES = {
    # The file as a whole
    "too-large": (
        _("The file is larger than %(limit)s MB."),
        _("a file of at most %(limit)s MB, without pictures."),
    ),
    "empty": (
        _("The file is empty."),
        _("a list with a row of column headings and at least one row below it."),
    ),
    "wrong-type": (
        _("The content of this file is %(type)s, whatever its name says."),
        _("an Excel workbook (.xlsx), a text table (.csv) or a Word document with a table (.docx)."),
    ),
    "old-word": (
        _("This is a document in the old Word format (.doc)."),
        _("the same document opened in Word or WPS and saved as “Word document (.docx)”."),
    ),
    "word-strict": (
        _("This is a Word document of the strict kind."),
        _("the same document saved as “Word document (.docx)”, not as “Strict Open XML document”."),
    ),
    "word-macros": (
        _("The document contains macros."),
        _("the same document saved as “Word document (.docx)”, which keeps no macros."),
    ),
    "word-too-long": (
        _("The document is far longer than a list in Word can be."),
        _("the table copied into the template and saved as “Excel workbook (.xlsx)”."),
    ),
    "no-table": (
        _("The document has no table."),
        _("the list as a table with a row of column headings."),
    ),
    "old-excel": (
        _("This is a workbook in the old Excel format (.xls)."),
        _("the same workbook opened in Excel or WPS and saved as “Excel workbook (.xlsx)”."),
    ),
    "binary-excel": (
        _("This is a binary Excel workbook (.xlsb)."),
        _("the same workbook saved as “Excel workbook (.xlsx)”."),
    ),
    "macros": (
        _("The workbook contains macros."),
        _("the same workbook saved as “Excel workbook (.xlsx)”, which keeps no macros."),
    ),
    "open-document": (
        _("This is an OpenDocument spreadsheet (.ods)."),
        _("the same spreadsheet saved as “Excel workbook (.xlsx)”."),
    ),
    "encrypted": (
        _("The file is protected by a password."),
        _("the same file saved without a password."),
    ),
    "broken-zip": (
        _("The file is damaged and cannot be opened."),
        _("a file that opens in Excel, Word or WPS; save it anew there and upload that one."),
    ),
    "zip-bomb": (
        _("The file is far larger unpacked than an honest list can be."),
        _("a file of at most %(limit)s MB unpacked; copy the list into the template and upload that."),
    ),
    "entities": (
        _("The file declares XML entities in its part %(part)s, as no office program does."),
        _("a file saved by Excel, Word or WPS."),
    ),
    "too-many-rows": (
        _("The sheet has more than %(limit)s rows."),
        _("at most %(limit)s rows; split the list, or delete the rows below its end."),
    ),
    "too-wide": (
        _("The sheet has more than %(limit)s columns."),
        _("at most %(limit)s columns; delete those to the right of the list."),
    ),
    "encoding": (
        _("The text is neither UTF-8 nor GB18030."),
        _("a file saved as “CSV UTF-8”, or as an Excel workbook (.xlsx)."),
    ),
    "csv-quotes": (
        _("The quotation marks of this row do not pair, so that its end cannot be found."),
        _('every " that opens a cell closed at its end, and every " inside it doubled.'),
    ),
    "no-sheet": (
        _("The file has no such sheet or table."),
        _("one of: %(sheets)s."),
    ),
    "no-header": (
        _("No row with column headings was found."),
        _("a row of headings with at least 单位名称 or Holder, as in the template."),
    ),
    "no-headings": (
        _("No row with column headings was found."),
        _("a row of headings with at least one of %(headings)s, as in the template."),
    ),
    "no-rows": (
        _("There are headings but no rows below them."),
        _("at least one row below the headings."),
    ),
    # The list, beside its rows
    "hidden-columns": (
        _("Columns are hidden in the file and were read all the same: %(columns)s."),
        None,
    ),
    "hidden-sheets": (_("Sheets are hidden in the file: %(sheets)s."), None),
    "formulas": (
        _("The sheet holds formulas (%(count)s); the results stored with them were read."),
        None,
    ),
    "holder-derived": (
        _("The list has no column for the holder; its name was taken from the name of the centre."),
        None,
    ),
    "double-heading": (
        _("This column means the same as column %(other)s and is not used."),
        _("one column of each kind; correct the columns if the other one should be used."),
    ),
    "tracked-changes": (
        _("The table holds tracked changes; it was read as if all were accepted."),
        None,
    ),
    "other-sheets": (
        _("The file has other sheets or tables, which were not read: %(sheets)s."),
        None,
    ),
    "second-list": (
        _("Another list begins here; it and what follows were not read."),
        _("each list in a sheet, a table or a file of its own."),
    ),
    "lone-cell": (
        _("Only this cell of the row is filled; the row was read as a note."),
        _("the name of the holder in the row, if it belongs to the list."),
    ),
    "lone-cells": (
        _("More rows have only one cell filled (%(count)s); they were read as notes."),
        None,
    ),
    "numbered-only": (
        _("Rows that hold nothing but a number were left out (%(count)s), the last of them row %(last)s."),
        None,
    ),
    "same-file": (_("The same file was uploaded to round %(round)s."), None),
    "remembered-columns": (
        _("Columns were read as remembered, not as their headings say: %(columns)s."),
        None,
    ),
    "unknown-key": (
        _("There is no such kind of column."),
        _("one of: %(keys)s."),
    ),
    "unknown-heading": (
        _("The list has no column with this heading."),
        _("one of: %(headings)s."),
    ),
    "key-twice": (
        _("This column is given the same meaning as column %(other)s (%(label)s)."),
        _("each meaning once; the other column can be left unused."),
    ),
    "no-naming": (
        _("No column says whom a row is about."),
        _("one column at least for the holder, the centre or their former names."),
    ),
    "no-needed": (
        _("No column says what a row is about."),
        _("one column at least of: %(headings)s."),
    ),
    "total-differs": (
        _("The list states a total of %(stated)s; %(rows)s rows were read."),
        _("%(stated)s rows, or a person who confirms the difference."),
    ),
    # A row
    "no-holder": (
        _("The row has no holder."),
        _("the name of the holder in Chinese or in English, in the column 单位名称 or Holder."),
    ),
    "too-long": (
        _("The cell holds more text than a name can have."),
        _("at most %(limit)s characters."),
    ),
    "cell-error": (
        _("The cell holds an error instead of a value."),
        _("the value itself, typed in."),
    ),
    "nested-table": (
        _("The cell holds a table of its own."),
        _("one line of the table for each holder, and the name as text."),
    ),
    "no-result": (
        _("The cell holds a formula without a stored result."),
        _("the value itself; open the file in Excel or WPS and save it, or type the value in."),
    ),
    "credit-code": (
        _("This is not a valid unified social credit code, and it is not used."),
        _("18 characters whose last one is the check digit of GB 32100; format the column as text."),
    ),
    "number-form": (
        _("This is not a register number, and it is not used."),
        _("a number like CQ-000001, or an empty cell."),
    ),
    "hidden-row": (_("The row is hidden in the file and was read all the same."), None),
    "unknown-kind": (
        _("The kind of centre is unknown."),
        _(
            "企业工业设计中心 (enterprise centre), 院校工业设计中心 (college centre), "
            "工业设计企业 (design enterprise), 工业设计研究院 (institute) or 分中心 (branch)."
        ),
    ),
    "unknown-district": (
        _("There is no such district."),
        _("a district or county of Chongqing on %(date)s."),
    ),
    "unknown-district-near": (
        _("There is no such district."),
        _("a district or county of Chongqing on %(date)s; the nearest is %(near)s."),
    ),
    "district-ended": (
        _("On the date of the list, %(date)s, the district no longer existed; it ended on %(ended)s."),
        _("the district on that date: %(right)s."),
    ),
    "district-ended-alone": (
        _("On the date of the list, %(date)s, the district no longer existed; it ended on %(ended)s."),
        _("a district that existed on that date."),
    ),
    "district-not-yet": (
        _("On the date of the list, %(date)s, the district did not exist yet; it began on %(began)s."),
        _("a district that existed on that date."),
    ),
    "ground-differs": (
        _("The row gives the reason “%(printed)s”, the list was uploaded with another: %(stated)s."),
        _("one list for each ground, since the length of a ban follows from it."),
    ),
    "samples-among-real": (
        _("%(n)s of the names say that they are samples, and the round is not a sample."),
        _("real names only: a centre entered by this round counts as real."),
    ),
    "unknown-centre": (
        _("“%(named)s” is no centre of the register, or more than one; the relation is not entered."),
        _("a register number such as CQ-000001, or the full name of a centre that is in the register."),
    ),
    "relates-to-itself": (
        _("The row names its own centre, %(number)s, as the one that it belongs to or comes from."),
        _("another centre, or none."),
    ),
    "unknown-sector": (
        _("The industry “%(sector)s” is not in the table of sectors; it is kept as printed."),
        None,
    ),
    "duplicate": (
        _("The row repeats row %(first)s."),
        _("each holder with its centre once in a list."),
    ),
    # A row of other lists than those of accreditations
    "row-empty": (
        _("The row does not say what it is about."),
        _("at least one of %(headings)s."),
    ),
    "cell-missing": (
        _("The cell is empty."),
        _("a value in every row."),
    ),
    "not-one-of": (
        _("This is none of the entries that are possible here."),
        _("one of: %(choices)s."),
    ),
    "not-whole": (
        _("This is not a whole number from 1 to %(most)s."),
        _("a number such as 1, 2 or 3, or an empty cell."),
    ),
    "not-a-year": (
        _("This is not a year that the list can be of."),
        _("a year from %(first)s to %(last)s, such as %(last)s."),
    ),
    "not-an-email": (
        _("This is not an e-mail address."),
        _("one address such as office@example.cn, or an empty cell."),
    ),
    "not-a-web-address": (
        _("This is not a web address."),
        _("an address that begins with https:// or http://, or an empty cell."),
    ),
    "same-entry": (
        _("The row repeats row %(first)s."),
        _("each entry once in a list."),
    ),
    # Why a row was matched
    "by-person": (_("A person chose this centre."), None),
    "by-number": (_("Same register number."), None),
    "by-code": (_("Same unified social credit code."), None),
    "by-code-and-name": (_("Same unified social credit code and name of the centre."), None),
    "by-code-and-kind": (_("Same unified social credit code and kind of centre."), None),
    "by-name": (_("Same name, apart from spelling and legal form."), None),
    "by-former-name": (_("Same as a former name."), None),
    "by-alias": (_("A person matched this name before."), None),
    "by-holder": (_("Same holder, which has only this centre."), None),
    "by-holder-and-name": (_("Same holder and name of the centre."), None),
    "by-holder-and-kind": (_("Same holder and kind of centre."), None),
    "same-holder": (_("Same holder, another name of the centre."), None),
    "unconfirmed-name": (_("Same as a name that is not confirmed."), None),
    "short-name": (_("Same name, but without its legal form (有限公司) and no more to tell it by."), None),
    "group": (_("Same name but for “group” (集团)."), None),
    "close": (_("Similar name, %(percent)s %%."), None),
    "tie": (_("Several centres fit equally well."), None),
    "no-match": (_("No centre in the register resembles this row."), None),
    # What a verdict rests on
    "first-time": (_("Not in the register under this scheme."), None),
    "in-register": (_("Already in the register as %(number)s."), None),
    "status-was": (_("Standing under this scheme: %(status)s."), None),
    "no-standing": (_("No standing under this scheme."), None),
    "accredited-elsewhere": (_("Already accredited under another scheme: %(scheme)s."), None),
    "no-change": (_("Nothing would change."), None),
    "absent": (_("In the register but not on this full list."), None),
    "has-errors": (_("The row has errors."), None),
    # Warnings that a person must confirm
    "ban": (
        _("Banned from a new accreditation until %(until)s, after the date in effect (%(date)s)."),
        _("a date in effect from %(until)s, or no entry."),
    ),
    "returns": (_("Accredited again after: %(status)s."), None),
    "already-accredited": (
        _("The list grants what the centre already holds; it may mean another centre."),
        None,
    ),
    "was-suspended": (_("The centre is suspended; this list ends the suspension."), None),
    "not-accredited": (_("The centre is not accredited under this scheme."), None),
    "name-changes": (_("The name in the register changes from “%(old)s” to “%(new)s”."), None),
    "level-down": (
        _("The centre is accredited at a higher level already: %(scheme)s. This list is of a lower one."),
        None,
    ),
    "same-number": (
        _("Row %(other)s has the same register number or credit code, %(code)s, but another name."),
        None,
    ),
    "repeats": (_("The row stands in the list twice; unless it is ignored, it counts twice."), None),
    "same-centre": (_("Row %(first)s leads to the same centre under another name."), None),
    "duplicate-differs": (_("The row repeats row %(first)s but states other facts."), None),
    "sample-mismatch": (_("One of the two is sample data and the other is not."), None),
    "number-unknown": (_("No centre has the register number %(number)s."), None),
    "name-differs": (_("The register number fits but the names differ widely."), None),
    "credit-code-differs": (_("The credit code in the register is another one: %(code)s."), None),
}

WORDS = {
    # Keys among the parameters that are said in words
    "accredited": _("accredited"),
    "suspended": _("suspended"),
    "withdrawn": _("withdrawn"),
    "expired": pgettext_lazy("standing", "expired"),
    "national-centre": _("national centre"),
    "municipal-centre": _("municipal centre"),
    "municipal-institute": _("municipal institute"),
    "district-centre": _("district centre"),
    "national-branch": _("branch of a national centre"),
    "binary": _("neither a table nor text"),
    "missed": _("Missed the review"),
    "failed": _("Failed the review"),
    "own-wish": _("Own wish"),
    "fraud": _("Fraud"),
    "accident": _("Major accident"),
    "dishonesty": _("Serious dishonesty"),
}
