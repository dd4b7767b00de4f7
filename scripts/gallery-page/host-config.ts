/** What a Teams client brings to a card: type sizes, spacing and the colours of a theme. */
export interface Theme {
  text: string;
  subtle: string;
  card: string;
  page: string;
  emphasis: string;
  attention: string;
  line: string;
}

/** Colours near those of the Teams client, to judge contrast by. */
export const themes: Record<'light' | 'dark', Theme> = {
  light: {
    text: '#242424',
    subtle: '#616161',
    card: '#ffffff',
    page: '#f5f5f5',
    emphasis: '#f5f5f5',
    attention: '#fdf3f4',
    line: '#e0e0e0',
  },
  dark: {
    text: '#ffffff',
    subtle: '#adadad',
    card: '#292929',
    page: '#1f1f1f',
    emphasis: '#333333',
    attention: '#3b2225',
    line: '#525252',
  },
};

/** A host configuration of the adaptivecards renderer with the sizes that Teams uses. */
export function hostConfig(theme: Theme): object {
  const colour = { default: theme.text, subtle: theme.subtle };
  const names = ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'];
  const foregroundColors = Object.fromEntries(names.map((name) => [name, colour]));
  const style = (backgroundColor: string) => ({ backgroundColor, foregroundColors });
  return {
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: theme.line },
    fontFamily: "'Segoe UI', 'Liberation Sans', sans-serif",
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    containerStyles: {
      default: style(theme.card),
      emphasis: style(theme.emphasis),
      accent: style(theme.emphasis),
      good: style(theme.emphasis),
      warning: style(theme.emphasis),
      attention: style(theme.attention),
    },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
  };
}
