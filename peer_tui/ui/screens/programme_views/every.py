"""The parts of a programme in their order, and every view whose keys the place "Programmes" has."""

from __future__ import annotations

from peer_tui.ui.screens.programme_views.asking import TicksView
from peer_tui.ui.screens.programme_views.batch import BatchView
from peer_tui.ui.screens.programme_views.checklist import CheckListView
from peer_tui.ui.screens.programme_views.days import DaysView
from peer_tui.ui.screens.programme_views.evaluation import EvaluationView
from peer_tui.ui.screens.programme_views.form import FormView
from peer_tui.ui.screens.programme_views.forms import FormsView
from peer_tui.ui.screens.programme_views.meetings import MeetingsView
from peer_tui.ui.screens.programme_views.mirror import MirrorView
from peer_tui.ui.screens.programme_views.now import NowView
from peer_tui.ui.screens.programme_views.pages import PagesView
from peer_tui.ui.screens.programme_views.parts import PartView
from peer_tui.ui.screens.programme_views.register import RowsView
from peer_tui.ui.screens.programme_views.registers import RegistersView
from peer_tui.ui.screens.programme_views.report import ReportView
from peer_tui.ui.screens.programme_views.reports import ReportsView
from peer_tui.ui.screens.programme_views.review import ReviewView
from peer_tui.ui.screens.programme_views.row import OneRowView
from peer_tui.ui.screens.programme_views.runs import RunsView
from peer_tui.ui.screens.programme_views.view import ActingView
from peer_tui.ui.screens.programme_views.words import WordsView

PARTS: tuple[type[PartView], ...] = (
    NowView, DaysView, CheckListView, MeetingsView, FormsView, RegistersView, ReportsView, PagesView,
)  # fmt: skip
"""In the order of their numbers."""
EVERY: tuple[type[ActingView], ...] = (
    RunsView, *PARTS, FormView, TicksView, EvaluationView, BatchView, RowsView, OneRowView, MirrorView, ReportView,
    ReviewView, WordsView,
)  # fmt: skip
"""Every view that has keys of its own."""
