/** What the page in a bag says besides what the room that verifies says. */
export const en = {
	title: 'Check this custody report',
	about:
		'This page checks that nothing in the report was altered or left out, and that it comes from the archive it names: the same checks as the program custos verify. It works on this device alone, its own rules forbid it any connection, and you may switch the network off.',
	language: 'Language',
	cameTitle: 'This page came with the report',
	came: 'Whoever can invent a report can also put a page beside it that calls it good. Where much depends on the answer, take this page from the archive itself or from a report you know to be true, or use the program custos verify.',
	bagHint:
		'A browser does not let this page look at the files beside it, so hand them over: the folder that holds “data” and “report.note”, or the zip as you received it.',
	failed: 'The check broke off. That says nothing about the report: try again, with another browser if need be.',
	again: 'Check again, or another',
} as const;
