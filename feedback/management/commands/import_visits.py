from feedback.actions.visits_import import VISITS
from staff.management.file_command import FileImportCommand


class Command(FileImportCommand):
    help = "Take in a CSV or XLSX file of visits or sales. Again: no change."
    kind = VISITS
