import { Component, type ReactNode } from 'react';
import { ErrorNotice } from './error-notice.tsx';
import { PartMissing } from './fetch-part.ts';

/** A room that breaks shows why, and the rest of the page goes on. `onRetry`: what is done before it is tried again. */
export class FailureBoundary extends Component<{ children: ReactNode; onRetry?: () => void }, { error: unknown }> {
	override state = { error: undefined };

	static getDerivedStateFromError(error: unknown): { error: unknown } {
		return { error };
	}

	/** What only did not come is tried again by itself when the network is there again. */
	private readonly onOnline = (): void => {
		const { error }: { error: unknown } = this.state;
		if (error instanceof PartMissing) this.retry();
	};

	private readonly retry = (): void => {
		this.props.onRetry?.();
		this.setState({ error: undefined });
	};

	override componentDidMount(): void {
		addEventListener('online', this.onOnline);
	}

	override componentWillUnmount(): void {
		removeEventListener('online', this.onOnline);
	}

	override render(): ReactNode {
		if (this.state.error === undefined) return this.props.children;
		return <ErrorNotice error={this.state.error} retry={this.retry} />;
	}
}
