from staff.management.file_command import FileImportCommand
from training.actions.certifications_import import CERTIFICATIONS


class Command(FileImportCommand):
    help = "Take in a CSV or XLSX file of past certificates. Again: no change."
    kind = CERTIFICATIONS
