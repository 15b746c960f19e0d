import { useMediaQuery } from '@mantine/hooks';

/** True where there is nothing but fingers, as on a telephone: keys are not spoken of there, though they would work. */
export function useTouchOnly(): boolean {
	return useMediaQuery('(hover: none) and (pointer: coarse)', false, { getInitialValueInEffect: false });
}
