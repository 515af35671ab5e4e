from staff.management.file_command import FileImportCommand
from training.actions.completions_import import COMPLETIONS


class Command(FileImportCommand):
    help = "Take in a CSV or XLSX file of past training. Again: no change."
    kind = COMPLETIONS
