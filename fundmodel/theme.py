"""Colours and type of the app's own controls, as options of the server that shows it."""

FONT = "Pretendard, Noto Sans KR, Noto Sans CJK KR, sans-serif"

OPTIONS = {
    "theme.font": FONT,
    "theme.light.primaryColor": "#3E4C59",
    "theme.light.backgroundColor": "#FFFFFF",
    "theme.light.secondaryBackgroundColor": "#F5F7FA",
    "theme.light.textColor": "#1F2933",
    "theme.dark.primaryColor": "#9AA5B1",
    "theme.dark.backgroundColor": "#14181D",
    "theme.dark.secondaryBackgroundColor": "#1F252C",
    "theme.dark.textColor": "#F1F3F5",
}
