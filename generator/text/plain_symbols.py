"""Signs in plain text: which Unicode has as scripts and accents, and how they are spaced."""

_LOW = dict(
    zip(
        "0123456789+−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
_HIGH = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW′″∗⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ′″*ᵀ",
        strict=True,
    )
)

# MathML's sign, a name for accents over more than one letter, and the combining character.
COMBINING = {
    "ˆ": ("hat", "\u0302"),
    "\u0302": ("hat", "\u0302"),
    "¯": ("bar", "\u0304"),
    "\u0332": ("overline", "\u0305"),
    "‾": ("overline", "\u0305"),
    "˜": ("tilde", "\u0303"),
    "⃗": ("vec", "\u20d7"),
    "→": ("vec", "\u20d7"),
    "˙": ("dot", "\u0307"),
    "¨": ("ddot", "\u0308"),
    "˚": ("ring", "\u030a"),
    "´": ("acute", "\u0301"),
    "ˇ": ("check", "\u030c"),
    "˘": ("breve", "\u0306"),
    "`": ("grave", "\u0300"),
}

FACES = set("ℓℏℝℕℤℚℂℙ…⋯")  # these keep their look; other styled letters become plain ones
BIG = set("∑∏∐∫∮⋃⋂⨁⨂⋁⋀")
OPENING = set("([{⟨⌊⌈")
CLOSING = set(")]}⟩⌋⌉")
SEPARATORS = set(",;")
PREFIXES = set("+−±∓")
MARKS = set("¬∀∃#∂∇√")  # these belong to what follows
TIGHT = set("!′″.%&?")


def lowered(text: str) -> str:
    """A subscript, in Unicode's small signs where all of it exists."""
    return _script(text, _LOW, "_")


def raised(text: str) -> str:
    """A superscript, in Unicode's small signs where all of it exists."""
    return _script(text, _HIGH, "^")


def _script(text: str, signs: dict[str, str], mark: str) -> str:
    packed = text.replace(" ", "")
    if all(sign in signs for sign in packed):
        return "".join(signs[sign] for sign in packed)
    return f"{mark}{text}" if len(text) == 1 or is_enclosed(text) else f"{mark}({text})"


def is_enclosed(text: str) -> bool:
    """Whether the first sign is a bracket that the last one closes."""
    depth = 0
    for i, sign in enumerate(text):
        depth += (sign in OPENING) - (sign in CLOSING)
        if depth == 0:
            return i == len(text) - 1 and i > 0
    return False
