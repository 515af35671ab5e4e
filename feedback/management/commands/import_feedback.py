from feedback.actions.answers_import import ANSWERS
from staff.management.file_command import FileImportCommand


class Command(FileImportCommand):
    help = "Take in a CSV or XLSX file of what customers said. Again: no change."
    kind = ANSWERS
