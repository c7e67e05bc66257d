"""What can be wrong with a file as a whole. The codes say where they were born."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class FileTooLarge(Problem):
    code = "exchange.file_too_large"
    status = 413
    sentence = _(
        "This file is larger than %(most)s MB. Nothing was read. Split it, or ask your "
        "administrator to import it on the server."
    )


class FileEmpty(Problem):
    code = "exchange.file_empty"
    status = 422
    sentence = _("This file holds no rows. Look whether you chose the right one.")


class FileUnreadable(Problem):
    code = "exchange.file_unreadable"
    status = 422
    sentence = _(
        "We cannot read this file. It may be broken, locked with a password, or not a table. Open "
        "it in your spreadsheet program and save it as XLSX or as CSV (UTF-8)."
    )


class NotATable(Problem):
    code = "exchange.not_a_table"
    status = 422
    sentence = _(
        "This is a web page or another document under a spreadsheet's name. Open it in your "
        "spreadsheet program and save it as XLSX."
    )


class DuplicateHeaders(Problem):
    code = "exchange.duplicate_headers"
    status = 422
    sentence = _(
        "Two columns have the same heading (columns %(first)s and %(second)s). Rename one of them."
    )


class FileKindRefused(Problem):
    code = "coordination.file_kind_refused"
    status = 422
    sentence = _(
        "Files of this kind are not kept. Bring a PDF, a picture (PNG, JPEG), a text or an office "
        "document (DOCX, XLSX, PPTX, ODT, ODS)."
    )


class FileInfected(Problem):
    code = "files.infected"
    status = 422
    sentence = _(
        "The scanner found a virus in this file. Nothing was kept. Do not open it; tell whoever "
        "looks after the computer it came from."
    )


class ScannerSilent(Problem):
    code = "files.scanner_silent"
    status = 503
    sentence = _(
        "Files are looked through for viruses here, and the scanner does not answer. Nothing was "
        "kept. Try again in a while; if it stays so, tell your administrator."
    )


class ShareUsedUp(Problem):
    code = "files.share_used_up"
    status = 413
    sentence = _(
        "You have kept %(files)d files and %(megabytes)d MB in the last 24 hours; more is not "
        "taken from one account. Go on tomorrow, or ask your administrator."
    )


class FileMissing(Problem):
    code = "coordination.file_missing"
    status = 410
    sentence = _("The file is no longer kept. Ask whoever brought it for another copy.")


class LinkRefused(Problem):
    code = "coordination.link_refused"
    status = 422
    sentence = _("A link begins with https://. Correct it, or bring the file instead.")
