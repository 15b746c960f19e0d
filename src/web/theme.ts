import {
	Alert,
	Button,
	Code,
	type CSSVariablesResolver,
	createTheme,
	Drawer,
	type MantineColorsTuple,
	type MantineThemeOverride,
	Modal,
	mergeThemeOverrides,
	Notification,
	Tabs,
} from '@mantine/core';
import classes from './theme.module.css';

/** Deep sea green-blue: calm, and neither alarm nor success. */
const guard: MantineColorsTuple = [
	'#eaf5f8',
	'#d6e7ec',
	'#aacfda',
	'#7ab5c7',
	'#55a0b7',
	'#3d93ae',
	'#2f8ba9',
	'#1f7793',
	'#116a85',
	'#005c77',
];

/** Contrast of every text and control is at least AA in both colour schemes. */
const theme = createTheme({
	primaryColor: 'guard',
	primaryShade: { light: 9, dark: 7 },
	colors: { guard },
	autoContrast: true,
	luminanceThreshold: 0.35,
	defaultRadius: 'md',
	cursorType: 'pointer',
	fontFamily: 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
	fontFamilyMonospace: 'ui-monospace, "DejaVu Sans Mono", Menlo, monospace',
	headings: { fontWeight: '650' },
	focusRing: 'auto',
	respectReducedMotion: true,
	components: {
		Alert: Alert.extend({ classNames: { label: classes.alertTitle } }),
		Button: Button.extend({ classNames: { root: classes.button, label: classes.label } }),
		Code: Code.extend({ classNames: { root: classes.code } }),
		Tabs: Tabs.extend({ classNames: { tabSection: classes.tabSection } }),
	},
});

/** The theme, with the word that every button with a cross is called by. */
export function themeIn(close: string): MantineThemeOverride {
	const named = { defaultProps: { closeButtonProps: { 'aria-label': close } } };
	return mergeThemeOverrides(
		theme,
		createTheme({
			components: {
				Modal: Modal.extend({ ...named, classNames: { title: classes.dialogTitle } }),
				Drawer: Drawer.extend(named),
				Notification: Notification.extend(named),
			},
		}),
	);
}

/** Texts beside the main one, and the ground of red buttons, a shade stronger than the components' own: too faint for AA. */
export const variables: CSSVariablesResolver = () => ({
	variables: {},
	light: {
		'--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
		'--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
		'--mantine-color-error': 'var(--mantine-color-red-9)',
		'--mantine-color-yellow-light-color': '#7d4a00',
	},
	dark: {
		'--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
		'--mantine-color-placeholder': 'var(--mantine-color-dark-1)',
		'--mantine-color-error': 'var(--mantine-color-red-4)',
		// White words stand on it.
		'--mantine-color-red-filled': 'var(--mantine-color-red-9)',
		'--mantine-color-red-filled-hover': 'var(--mantine-color-red-8)',
	},
});
