import { Component, type ReactNode } from 'react';
import { ErrorNotice } from './error-notice.tsx';

/** A room that breaks shows why, and the rest of the page goes on. */
export class FailureBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
	override state = { error: undefined };

	static getDerivedStateFromError(error: unknown): { error: unknown } {
		return { error };
	}

	override render(): ReactNode {
		if (this.state.error === undefined) return this.props.children;
		return <ErrorNotice error={this.state.error} retry={() => this.setState({ error: undefined })} />;
	}
}
