from staff.models.calendar_pass import CalendarPass
from staff.models.employee import Employee, Employment
from staff.models.failed_try import FailedTry
from staff.models.file_import import FileImport, RejectedRow
from staff.models.house_version import HouseVersion
from staff.models.people_import import ColumnMapping, PeopleImport
from staff.models.posting import JobRole, Posting
from staff.models.role_grant import RevokedGrant, RoleGrant
from staff.models.sign_in_code import SignInCode
from staff.models.team import Organisation, Team, TeamManager

__all__ = [
    "CalendarPass",
    "ColumnMapping",
    "Employee",
    "Employment",
    "FailedTry",
    "FileImport",
    "HouseVersion",
    "JobRole",
    "Organisation",
    "PeopleImport",
    "Posting",
    "RejectedRow",
    "RevokedGrant",
    "RoleGrant",
    "SignInCode",
    "Team",
    "TeamManager",
]
