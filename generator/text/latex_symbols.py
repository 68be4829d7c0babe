"""How pdflatex writes the characters that its Latin fonts lack, or that mean something to TeX."""

_TEXT = {
    # signs of TeX
    "\\": r"\textbackslash", "^": r"\textasciicircum", "~": r"\textasciitilde",
    '"': r"\textquotedbl", "`": r"\textasciigrave",
    # letters of Latin alphabets
    "ß": r"\ss", "ẞ": r"\SS", "æ": r"\ae", "Æ": r"\AE", "œ": r"\oe", "Œ": r"\OE", "ø": r"\o",
    "Ø": r"\O", "ł": r"\l", "Ł": r"\L", "đ": r"\dj", "Đ": r"\DJ", "ð": r"\dh", "Ð": r"\DH",
    "þ": r"\th", "Þ": r"\TH", "ŋ": r"\ng", "Ŋ": r"\NG", "ı": r"\i", "ȷ": r"\j",
    # punctuation
    "–": r"\textendash", "—": r"\textemdash", "‘": r"\textquoteleft", "’": r"\textquoteright",
    "‚": r"\quotesinglbase", "“": r"\textquotedblleft", "”": r"\textquotedblright",
    "„": r"\quotedblbase", "«": r"\guillemotleft", "»": r"\guillemotright", "‹": r"\guilsinglleft",
    "›": r"\guilsinglright", "…": r"\textellipsis", "•": r"\textbullet", "¡": r"\textexclamdown",
    "¿": r"\textquestiondown", "†": r"\textdagger", "‡": r"\textdaggerdbl", "§": r"\textsection",
    "¶": r"\textparagraph", "©": r"\textcopyright", "®": r"\textregistered", "™": r"\texttrademark",
    "€": r"\texteuro", "£": r"\textsterling", "¥": r"\textyen", "¢": r"\textcent",
    "°": r"\textdegree", "µ": r"\textmu", "‰": r"\textperthousand", "№": r"\textnumero",
}  # fmt: skip

FORMULAS = {
    "−": "-", "±": r"\pm", "×": r"\times", "÷": r"\div", "·": r"\cdot", "⋅": r"\cdot",
    "∘": r"\circ", "⊙": r"\odot", "⊕": r"\oplus", "⊗": r"\otimes", "∗": r"\ast",
    "≤": r"\le", "≥": r"\ge", "≠": r"\neq", "≈": r"\approx", "≡": r"\equiv", "∼": r"\sim",
    "∝": r"\propto", "≪": r"\ll", "≫": r"\gg", "∈": r"\in", "∉": r"\notin", "⊂": r"\subset",
    "⊆": r"\subseteq", "∪": r"\cup", "∩": r"\cap", "∅": r"\emptyset", "∞": r"\infty",
    "∂": r"\partial", "∇": r"\nabla", "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "√": r"\surd",
    "→": r"\to", "←": r"\leftarrow", "↔": r"\leftrightarrow", "↑": r"\uparrow",
    "↓": r"\downarrow", "↦": r"\mapsto", "⇒": r"\Rightarrow", "⇐": r"\Leftarrow",
    "⇔": r"\Leftrightarrow", "∀": r"\forall", "∃": r"\exists", "¬": r"\neg", "∧": r"\wedge",
    "∨": r"\vee", "⊤": r"\top", "⊥": r"\perp", "‖": r"\|", "′": r"{}'", "″": r"{}''",
    "ℓ": r"\ell", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}",
    "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "⟨": r"\langle",
    "⟩": r"\rangle", "✓": r"\checkmark", "□": r"\square",
    "½": r"\tfrac{1}{2}", "¼": r"\tfrac{1}{4}", "¾": r"\tfrac{3}{4}",
    **{sign: f"{{}}^{digit}" for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{sign: f"{{}}_{digit}" for digit, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\varepsilon",
    "ϵ": r"\epsilon", "ζ": r"\zeta", "η": r"\eta", "θ": r"\theta", "ϑ": r"\vartheta",
    "ι": r"\iota", "κ": r"\kappa", "λ": r"\lambda", "μ": r"\mu", "ν": r"\nu", "ξ": r"\xi",
    "π": r"\pi", "ρ": r"\rho", "ς": r"\varsigma", "σ": r"\sigma", "τ": r"\tau",
    "υ": r"\upsilon", "φ": r"\varphi", "ϕ": r"\phi", "χ": r"\chi", "ψ": r"\psi", "ω": r"\omega",
    "Γ": r"\Gamma", "Δ": r"\Delta", "Θ": r"\Theta", "Λ": r"\Lambda", "Ξ": r"\Xi", "Π": r"\Pi",
    "Σ": r"\Sigma", "Φ": r"\Phi", "Ψ": r"\Psi", "Ω": r"\Omega",
}  # fmt: skip

SYMBOLS = {
    **{sign: f"\\{sign}" for sign in "{}$&#%_"},
    **{sign: f"{command}{{}}" for sign, command in _TEXT.items()},
    **{sign: rf"\ensuremath{{{formula}}}" for sign, formula in FORMULAS.items()},
    "\xa0": "~", "\u202f": r"\,", "\u2009": r"\,", "\xad": r"\-", "‐": "-", "‑": "-",
}  # fmt: skip

# Commands and environments of math-core that the preamble's packages lack, take for something else
# (\th is a letter there) or warn of (\over).
UNKNOWN = frozenset(
    """
    Bra Braket Dagger Ket Lrarr Overrightarrow Set VDash Yleft Yright alef alefsym angl angln
    approxcoloncolon arcctg arceq arctg ascnode awint bigcupdot bigdoublevee bigdoublewedge
    bigsqcap botdoteq bra brace brack braket bull ch choose cirfnint clubs coloncolon
    coloncolonapprox coloncolonequals coloncolonminus coloncolonsim colonequals colonminus cosec
    ctg cth darr diamonds dotsminusdots eqdef equalscolon equalscoloncolon erf exist hdashline
    hearts iddots image imageof intBar intbar intclockwise isin kernelcontraction ket lAngle
    lBrace lang lightning llangle llbracket llparenthesis lrArr lrarr measeq minuscolon
    minuscoloncolon minuso nequiv ngtrless ngtrsim nlessgt nlesssim notni nsubset nsupset oiiint
    oiint ointctrclockwise origof over overgroup overleftharpoon overparen overrightharpoon
    phase plim plusmn questeq rAngle rArr rBrace rang rarr rrangle rrbracket rrparenthesis rupee
    set sh simcoloncolon spades stareq sub sumint supe tg th undergroup underparen
    varointclockwise veeeq vertoverlay wedgeq xlongequal xtofrom xtwoheadleftarrow
    xtwoheadrightarrow
    """.split()
)
UNKNOWN_ENVIRONMENTS = frozenset({"darray", "equation", "equation*", "multline", "multline*"})

# Combining marks and their commands, above and below a letter.
ABOVE = {
    "\u0300": r"\`", "\u0301": r"\'", "\u0302": r"\^", "\u0303": r"\~", "\u0304": r"\=",
    "\u0306": r"\u", "\u0307": r"\.", "\u0308": r"\"", "\u030a": r"\r", "\u030b": r"\H",
    "\u030c": r"\v",
}  # fmt: skip
BELOW = {
    "\u0323": r"\d", "\u0326": r"\textcommabelow", "\u0327": r"\c", "\u0328": r"\k",
    "\u0331": r"\b",
}  # fmt: skip
DOTLESS = {"i": r"\i", "j": r"\j"}
