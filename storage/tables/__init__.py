"""The columns, and nothing else: a module for each subject, and all of them from here.

Every table that concerns a site carries `site_id`, so that several sites of one
workspace can share an installation. Moments are UTC; days are the local day of the
person or site they belong to. There are no relationships here: rows become values
before anybody decides anything with them.
"""

# First, because it names the constraints of all tables.
from storage.tables.base import columns  # isort: skip

from storage.tables.cohorts import Cohort, CohortTrainer, Enrolment, Waiting
from storage.tables.deletions import Copied, Deletion, ExportedFile, Parting
from storage.tables.deliveries import EVERYBODYS, Delivery, HeardEvent, Pace, Stop
from storage.tables.hospitals import HospitalFigure, RollupApproval
from storage.tables.people import CallRequest, Consent, Person, Shift
from storage.tables.releases import Audit, Release, ReleaseRound, SigningKey
from storage.tables.responses import Draft, Inbox, Liking, LinkKey, Response, TimePoint
from storage.tables.trainers import Certification, Confirmation, Distance, Evidence, Told, Trainer
from storage.tables.trainings import (
    Announcement,
    Attendance,
    Certificate,
    Register,
    Reply,
    TrainingSession,
)

__all__ = [
    "EVERYBODYS",
    "Announcement",
    "Attendance",
    "Audit",
    "CallRequest",
    "Certificate",
    "Certification",
    "Cohort",
    "CohortTrainer",
    "Confirmation",
    "Consent",
    "Copied",
    "Deletion",
    "Delivery",
    "Distance",
    "Draft",
    "Enrolment",
    "Evidence",
    "ExportedFile",
    "HeardEvent",
    "HospitalFigure",
    "Inbox",
    "Liking",
    "LinkKey",
    "Pace",
    "Parting",
    "Person",
    "Register",
    "Release",
    "ReleaseRound",
    "Reply",
    "Response",
    "RollupApproval",
    "Shift",
    "SigningKey",
    "Stop",
    "TimePoint",
    "Told",
    "Trainer",
    "TrainingSession",
    "Waiting",
    "columns",
]
