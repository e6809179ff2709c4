"""Invented documents for the tests, with pictures drawn here."""

from __future__ import annotations

from dataclasses import dataclass, field

from pt_chart.clinical.people import Clinic
from pt_chart.clinical.program.handout import (
    AskedRow,
    DailyAdvice,
    DosePart,
    ExaminedRow,
    FigureRef,
    HandoutContent,
    HandoutExercise,
    LogQuestion,
    ReferralLetter,
    SafetyNetCard,
    ToldLine,
    TrafficRow,
)

CLINIC = Clinic(
    name="Example Harbor Physical Therapy",
    address="100 Sample Street, Anytown",
    phone="555-0142",
    hours="Weekdays, 8 to 5",
    any_hour="555-0199",
)

UPRIGHT = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 200">
<g fill="none" stroke="#2a3136" stroke-width="3" stroke-linecap="round">
<circle cx="60" cy="30" r="16" fill="#f1ede6"/>
<path d="M60 46 L60 110 C60 130 90 130 100 130 L100 180 M60 70L90 100"/></g>
<rect x="30" y="112" width="50" height="10" rx="3" fill="#dcd8cc" stroke="#2a3136"/>
<polygon points="20,190 110,190 110,195 20,195" fill="#e6ebe4"/></svg>"""

LYING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120">
<rect x="5" y="95" width="390" height="20" fill="#e6ebe4" stroke="#2a3136" stroke-width="2"/>
<ellipse cx="360" cy="75" rx="22" ry="16" fill="#f1ede6" stroke="#2a3136" stroke-width="3"/>
<path d="M338 80H200L130 40L70 92" fill="none" stroke="#2a3136" stroke-width="8"/>
<polyline points="210,60 230,20 240,30" fill="none" stroke="#1f6cb0" stroke-width="3"/>
<path d="M200 70l20 0l0 15l-20 0z" fill="#dd8880" opacity="0.5"/></svg>"""


@dataclass
class Figures:
    """A picture source that counts what it is asked for."""

    asked: list[tuple[str, str]] = field(default_factory=list)

    def svg(self, figure: str, frame: str) -> bytes:
        self.asked.append((figure, frame))
        return UPRIGHT if figure == "seated" else LYING


def _figures(name: str, start: str, end: str, *, mirrored: bool = False) -> tuple[FigureRef, ...]:
    return (
        FigureRef(name, "start", mirrored, start, f"Drawing: {start}."),
        FigureRef(name, "end", mirrored, end, f"Drawing: {end}, with an arrow."),
    )


GLIDE = HandoutExercise(
    number=1,
    name="Seated nerve glide",
    purpose="Helps the nerve move freely, with no hard pull.",
    side_words="Right leg only",
    one_sided=True,
    dose=(
        DosePart("repeat", "10", "slow times"),
        DosePart("layers", "1", "set"),
        DosePart("no-hold", "No", "hold"),
        DosePart("sun", "2 times", "a day"),
        DosePart("calendar", "7 days", "a week"),
        DosePart("clock", "Morning", "and evening"),
    ),
    figures=_figures("seated", "right knee bent", "right knee up"),
    legend=("Line on the leg: the sore nerve.",),
    steps=(
        "Sit tall on a firm chair. Look ahead.",
        "Straighten your right knee slowly.",
        "As it rises, pull your toes up and look up.",
        "Stop at a light pull.",
        "Bend your knee. Relax your foot and head.",
        "Keep moving slowly. Never hold.",
    ),
    stop="",
    may_feel="A light pull behind your leg. It goes as you bend your knee.",
    too_sore="Lift half as far. Leave your toes loose.",
    too_easy="Straighten your knee more.",
    bouts_per_day=2,
    days_per_week=7,
)

PRESS_UP = HandoutExercise(
    number=2,
    name="Press-up on your front",
    purpose="Moves pain up and out of your right leg.",
    side_words="Both sides",
    one_sided=False,
    dose=(
        DosePart("repeat", "10", "times"),
        DosePart("layers", "1", "set"),
        DosePart("hourglass", "1 second", "at the top"),
        DosePart("sun", "4 times", "a day"),
        DosePart("calendar", "7 days", "a week"),
        DosePart("clock", "Every", "3 hours"),
    ),
    figures=_figures("lying", "flat on your front, legs loose", "chest up, hips down"),
    legend=(),
    steps=(
        "Lie on your front.",
        "Put your hands by your shoulders.",
        "Push your chest up slowly.",
        "Keep your hips down and loose.",
        "Pause for 1 second. Lower slowly.",
    ),
    stop="if pain moves down your right leg, or stays lower.",
    may_feel="Leg pain moves up. Back ache is OK here.",
    too_sore="Rise to your elbows only.",
    too_easy="Straighten your arms more.",
    bouts_per_day=4,
    days_per_week=7,
)

BRIDGE = HandoutExercise(
    number=3,
    name="Bridge",
    purpose="Makes your hips and buttocks strong, so your back works less.",
    side_words="Both sides",
    one_sided=False,
    dose=(
        DosePart("repeat", "8", "times"),
        DosePart("layers", "2", "sets"),
        DosePart("hourglass", "3 seconds", "hold"),
        DosePart("pause", "60 seconds", "rest"),
        DosePart("sun", "1 time", "a day"),
        DosePart("calendar", "3 days", "a week"),
    ),
    figures=_figures("floor", "on your back, feet flat", "hips up, both feet down"),
    legend=("Shaded area: the muscles that work.",),
    steps=(
        "Lie on your back. Bend both knees.",
        "Squeeze your buttocks.",
        "Lift your hips. Make a straight line from shoulders to knees.",
        "Hold for 3 seconds. Keep breathing.",
        "Lower slowly.",
    ),
    stop="",
    may_feel="Your buttocks work. You feel no new leg pain.",
    too_sore="Lift half as high.",
    too_easy="Move your feet farther away.",
    bouts_per_day=1,
    days_per_week=3,
)

HANDOUT = HandoutContent(
    title="Your plan for nerve pain in your right leg",
    patient_name="Robin Sample",
    birth_date="Jan 2, 1982",
    record_number="S-10042",
    date="Nov 3, 2026",
    side_words="Right leg",
    therapist="Alex Demo, PT",
    clinic=CLINIC,
    main_message="Keep moving, a little and often. Do your 3 exercises. Let your leg tell you when "
    "to slow down.",
    what_is_going_on=(
        (
            "A nerve in your low back is sore. It runs down your right leg to your foot. "
            "That is why you feel hot, shooting pain, and pins and needles in your little toe."
        ),
        "Pain does not always mean harm. The nerve can heal.",
    ),
    what_to_expect=(
        "Good days and bad days are normal.",
        "Pain often leaves your foot first.",
        "Your back may ache more while your leg gets better. That is often a good sign.",
    ),
    traffic=(
        TrafficRow(
            "go",
            "Your hot pain and pins and needles stay the same, or get less.",
            "Keep going.",
        ),
        TrafficRow(
            "slow",
            "They go up a little, then settle within 5 minutes after you stop.",
            "Make smaller moves. Do half as many.",
        ),
        TrafficRow(
            "stop",
            "They are worse, or move farther down, and do not settle in 5 minutes.",
            "Stop that exercise. Call us. Use your flare plan.",
        ),
    ),
    warning_grade="full",
    warning_lead="Go to the emergency room or call 911 if any of these is new or worse:",
    warning_signs=(
        "You cannot pee, it is hard to start, or you cannot feel it.",
        "You lose control of your pee or bowels.",
        (
            "You feel numb or odd between your legs, where you would sit on a saddle, or in your "
            "private parts."
        ),
        "You have pain, numbness, or weakness in both legs.",
        "Your leg or foot gets weaker, or your foot drags.",
    ),
    same_day="Call us the same day for back pain with a fever, or a newly swollen, sore calf.",
    exercises=(GLIDE, PRESS_UP, BRIDGE),
    each_day=(
        DailyAdvice(
            "sitting",
            "Sitting",
            "Change position every 20 minutes. Put a rolled towel behind you.",
        ),
        DailyAdvice("work", "Work", "Stand up for calls. Split heavy jobs into small loads."),
        DailyAdvice(
            "driving",
            "Driving",
            "Stop each hour and walk for 2 minutes. Do not drive if your foot feels weak.",
        ),
        DailyAdvice("sleep", "Sleep", "Lie on your side with a pillow between your knees."),
        DailyAdvice(
            "walking",
            "Walking",
            "Walk for 5 to 10 minutes, 2 times a day. Stop before pain climbs.",
        ),
    ),
    leave_out=(
        "Do not stretch the back of your thigh for now.",
        "It pulls on the sore nerve. We will tell you when to start.",
    ),
    flare_plan=(
        "Do only the nerve glide. Do 5 small ones.",
        "Lie on your back, calves on a chair, for 10 minutes.",
        "Take a short walk: 5 minutes, 2 or 3 times.",
        "Leg back to its usual level? Start all 3 again.",
    ),
    flare_call="you are no better after 3 days, or a bad day keeps coming back.",
    next_visit="Tuesday, Nov 10, 2026, at 9:30 am",
    traffic_brief=(
        TrafficRow("go", "It stays the same or gets less.", "Keep going."),
        TrafficRow("slow", "A bit worse, but it settles in 5 minutes.", "Do half."),
        TrafficRow("stop", "Worse, or farther down, and it stays.", "Stop. Call us."),
    ),
    log=LogQuestion(
        "How far down?",
        "B, T, C, or F",
        "How far down",
        "does the pain go?",
        (("B", "buttock"), ("T", "thigh"), ("C", "calf"), ("F", "foot")),
        "Moving up is good.",
    ),
)

CARD = SafetyNetCard(
    action="Go to the emergency room now",
    lead="Do not wait until tomorrow, even if it feels better.",
    why=(
        "You told us about changes that can mean the nerves low in your back are under pressure.",
        (
            "You need to be checked and may need a scan today. Fast care gives these nerves the "
            "best chance."
        ),
    ),
    told=(
        ToldLine("It is hard to start to pee.", "yes", "Nov 23, 8 pm"),
        ToldLine("You feel numb where you would sit on a saddle.", "yes", "Nov 24, 6 am"),
        ToldLine("You have pain in both legs.", "yes", "Nov 23"),
        ToldLine("You lose control of your pee or bowels.", "no"),
        ToldLine("Your legs are getting weaker.", "no"),
        ToldLine("You lost feeling in your private parts.", "not_asked"),
    ),
    desk_sentence="My therapist thinks I may have cauda equina syndrome. That is pressure on the "
    "nerves low in my back. I have trouble peeing and I am numb between my legs. I need to be "
    "seen now.",
    how=(
        "Ask someone to drive you.",
        "Do not drive yourself.",
        "Bring this card, your letter, and your list of medicines.",
    ),
    ambulance=(
        "No one can drive you.",
        "Your legs get weak or give way.",
        "You feel faint or very unwell.",
    ),
    exercises="Stop all exercises. Start again only when a doctor says so.",
    patient_name="Jordan Example",
    birth_date="May 5, 1975",
    record_number="S-10077",
    date="Nov 24, 2026",
    therapist="Alex Demo, PT",
    clinic=CLINIC,
)

LETTER = ReferralLetter(
    urgency="emergency",
    headline="Emergency: suspected cauda equina syndrome",
    request="Please assess now for emergency MRI of the lumbar spine and post-void bladder scan.",
    situation=(
        (
            "New urinary hesitancy, altered saddle feeling, and leg pain that has gone from one "
            "leg to both, over 17 hours."
        ),
    ),
    background=(
        "5 weeks of right leg pain from the low back, 3 visits here.",
        "Not reported at the last visit (Nov 19): bladder, bowel, saddle, or left leg symptoms.",
        "Cancer, trauma, fever, anticoagulant, spine surgery: asked: no. No imaging so far.",
    ),
    asked=(
        AskedRow(
            "Trouble starting or feeling urine",
            "yes",
            "Yes: hesitancy, weak stream",
            "Nov 23, 20:00",
        ),
        AskedRow("Saddle or genital feeling altered", "yes", "Yes: numb", "Nov 24, 06:00"),
        AskedRow("Symptoms in both legs", "yes", "Yes: left calf since yesterday", "Nov 23"),
        AskedRow("Leak of urine, loss of bowel control", "no", "asked: no", ""),
        AskedRow("Change in sexual function", "not_asked", "", ""),
    ),
    examined=(
        ExaminedRow("Ankle plantar flexion, S1 (MRC)", "4", "5", "R 4, L 5"),
        ExaminedRow("Great toe extension, L5 (MRC)", "5", "5", "R 5, L 5"),
        ExaminedRow("Ankle reflex (0 to 4+)", "1+", "1+", "R 1+, L 2+"),
        ExaminedRow("Straight leg raise, familiar pain at", "40°", "60°", "R 45°, L 75°"),
        ExaminedRow("Light touch, lateral foot, S1", "reduced", "normal", ""),
        ExaminedRow("Plantar response, clonus", "down, none", "down, none", "same"),
        ExaminedRow("Perianal touch, pinprick, S3 to S5", None, None, "declined"),
        ExaminedRow("Anal tone, post-void residual", None, None, "not available here"),
    ),
    action=(
        "Treatment stopped. Safety card given 10:40. Told to attend now and not to drive.",
        "Please call back: 555-0143; after 17:00, 555-0199.",
    ),
    patient_name="Jordan Example",
    birth_date="May 5, 1975 (51)",
    sex="M",
    record_number="S-10077",
    date="Nov 24, 2026",
    therapist="Alex Demo, PT",
    clinic=CLINIC,
)
