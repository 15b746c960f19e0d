import { useEffect, useState } from 'react';

/** How a video stands, for what is drawn beside it. */
export interface VideoState {
	atMs: number;
	/** 0 until known. */
	durationMs: number;
	playing: boolean;
	rate: number;
	muted: boolean;
	/** A picture is there. */
	ready: boolean;
	/** The browser gave up: code of `MediaError`. */
	failed: number | undefined;
}

const EVENTS = [
	'timeupdate',
	'seeking',
	'seeked',
	'play',
	'pause',
	'ended',
	'ratechange',
	'volumechange',
	'durationchange',
	'loadeddata',
	'error',
] as const;

/** Draws anew whenever the video changes. */
export function useVideo(video: HTMLVideoElement): VideoState {
	const [state, setState] = useState(() => stateOf(video));
	useEffect(() => {
		const look = (): void => setState(stateOf(video));
		for (const event of EVENTS) video.addEventListener(event, look);
		look();
		return () => {
			for (const event of EVENTS) video.removeEventListener(event, look);
		};
	}, [video]);
	return state;
}

function stateOf(video: HTMLVideoElement): VideoState {
	return {
		atMs: video.currentTime * 1000,
		durationMs: Number.isFinite(video.duration) ? video.duration * 1000 : 0,
		playing: !video.paused,
		rate: video.playbackRate,
		muted: video.muted,
		ready: video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
		failed: video.error?.code,
	};
}
