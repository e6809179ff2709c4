"""The clinic's own exercise: after which model, its words, its picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit

from pt_chart.charting.clinic_library import ClinicLibrary
from pt_chart.charting.errors import WorldError
from pt_chart.charting.own_exercises import OwnExercise
from pt_chart.clinical.program.library import Exercise, ExerciseKind
from pt_chart.ui.program.filters import Narrow
from pt_chart.ui.program.own_picture import read_picture
from pt_chart.ui.program.picture import FigurePicture
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField

FIELDS = (
    ("name", "Name in the chart"),
    ("patient_name", "Name on the handout"),
    ("purpose", "What it is for (empty: as the model's)"),
    ("too_sore", "Too sore? (empty: as the model's)"),
    ("too_easy", "Too easy? (empty: as the model's)"),
    ("caption", "Under the picture"),
    ("alt", "The picture in words, for those who cannot see it"),
)
NOTE = "Pictures are redrawn small; place, time and device are not kept."
PICTURES = "Pictures (*.png *.jpg *.jpeg *.bmp *.webp)"


class OwnEditor(Card):
    """Makes, changes and retires own exercises; what is wrong is said below the fields."""

    def __init__(
        self,
        theme: Theme,
        clinic: ClinicLibrary,
        picture: FigurePicture,
        failed: Callable[[WorldError], None],
        done: Callable[[], None],
    ) -> None:
        super().__init__(theme, "Own exercise", "its model's rules hold", padded=True)
        self._clinic = clinic
        self._failed = failed
        self._done = done
        self._png: bytes | None = None
        self._model = ""
        self.body.setSpacing(Space.S)
        self.which = Narrow(theme, "Own exercise to change")
        self.which.currentIndexChanged.connect(lambda _: self._show_chosen())
        self.body.addWidget(self.which)
        self.model = Narrow(theme, "Exercise of the library that it is most like")
        self.body.addWidget(Label("Most like", Style.SMALL, "secondary"))
        self.body.addWidget(self.model)
        self.fields = {}
        for part, words in FIELDS:
            field = LineField(theme, words, placeholder=words)
            field.setToolTip(words)
            self.fields[part] = field
            self.body.addWidget(field)
        self.steps = QPlainTextEdit()
        self.steps.setAccessibleName("Steps, one a line")
        self.steps.setPlaceholderText("Steps, one action a line")
        self.steps.setTabChangesFocus(True)
        self.steps.setFixedHeight(96)
        self.body.insertWidget(self.body.indexOf(self.fields["too_sore"]), self.steps)
        self._picture = picture
        self.body.addLayout(self._picture_row())
        self.body.addWidget(Label(NOTE, Style.SMALL, "secondary", wrap=True))
        self.said = Label("", Style.SMALL_STRONG, "abnormal", wrap=True)
        self.said.hide()
        self.body.addWidget(self.said)
        self.body.addLayout(self._foot())
        self.renew()

    def _picture_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._picture)
        choose = Button(self._theme, "Choose picture", height=Height.BUTTON_SMALL)
        choose.clicked.connect(self._choose_picture)
        row.addWidget(choose)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        self.retire = Button(self._theme, "Retire", Look.QUIET, height=Height.BUTTON_SMALL)
        self.retire.setToolTip("Offer it no longer; programs that hold it keep it")
        self.retire.clicked.connect(self._retire)
        foot.addWidget(self.retire)
        foot.addStretch(1)
        cancel = Button(self._theme, "Close", height=Height.BUTTON_SMALL)
        cancel.clicked.connect(self._done)
        foot.addWidget(cancel)
        keep = Button(self._theme, "Keep exercise", Look.PRIMARY, height=Height.BUTTON_SMALL)
        keep.clicked.connect(self.keep)
        foot.addWidget(keep)
        return foot

    def renew(self, model: str = "") -> None:
        """List own exercises and models anew; ``model`` is offered for a new one."""
        self.which.clear()
        self.which.addItem("New exercise", "")
        for own in self._clinic.own:
            if not own.retired:
                self.which.addItem(own.name, own.id)
        self.model.clear()
        own_ids = {own.id for own in self._clinic.own}
        for exercise in sorted(self._clinic.library.exercises.values(), key=_by_name):
            if exercise.id not in own_ids and exercise.kind is not ExerciseKind.CLINIC_ONLY:
                self.model.addItem(exercise.name, exercise.id)
        if model:
            self.model.setCurrentIndex(max(0, self.model.findData(model)))
        self._show_chosen()

    @property
    def _chosen(self) -> OwnExercise | None:
        id = str(self.which.currentData() or "")
        return next((own for own in self._clinic.own if own.id == id), None)

    def _show_chosen(self) -> None:
        own = self._chosen
        self._png = None
        for part, field in self.fields.items():
            field.setText(getattr(own, part) if own is not None else "")
        self.steps.setPlainText("\n".join(own.steps) if own is not None else "")
        if own is not None:
            self.model.setCurrentIndex(max(0, self.model.findData(own.model)))
        kept = self._clinic.library.own_pictures.get(own.id) if own is not None else None
        self._picture.show_png(kept.png if kept is not None else b"", "picture of the exercise")
        self.retire.setVisible(own is not None)
        self._say("")

    def _choose_picture(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Picture of the exercise", "", PICTURES)
        if path:
            self.take_picture(Path(path))

    def take_picture(self, path: Path) -> None:
        """Read a picture; what is wrong with it is said."""
        try:
            self._png = read_picture(path)
        except ValueError as error:
            self._say(str(error))
            return
        self._say("")
        self._picture.show_png(self._png, "picture of the exercise")

    def keep(self) -> None:
        """Keep what is written; what is missing is said."""
        texts = {part: field.text() for part, field in self.fields.items()}
        own = OwnExercise(
            id=str(self.which.currentData() or ""),
            model=str(self.model.currentData() or ""),
            steps=tuple(self.steps.toPlainText().splitlines()),
            name=texts["name"],
            patient_name=texts["patient_name"],
            purpose=texts["purpose"],
            too_sore=texts["too_sore"],
            too_easy=texts["too_easy"],
            caption=texts["caption"],
            alt=texts["alt"],
        )
        try:
            self._clinic.save_own(own, self._png)
        except ValueError as error:
            self._say(str(error))
        except WorldError as error:
            self._failed(error)
        else:
            self.renew()
            self._done()

    def _retire(self) -> None:
        own = self._chosen
        if own is None:
            return
        try:
            self._clinic.retire(own.id)
        except WorldError as error:
            self._failed(error)
        else:
            self.renew()
            self._done()

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))


def _by_name(exercise: Exercise) -> str:
    return exercise.name.casefold()
