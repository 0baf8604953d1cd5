import { readStatus } from '../../../nodes/NinjaVideo/api/readStatus';
import { endOf, RUNNING } from '../../../nodes/NinjaVideo/api/statusWords';
import { words } from '../../support/words';

describe('a word for a job that is being made', () => {
	it.each([
		...words(
			'accepted created encoding generating in_progress in-queue NotStarted pending preparing',
		),
		...words('processing queued rendering running scheduled started starting submitted uploading'),
		...words('upscaling waiting working'),
	])('is %s', (status) => {
		expect(endOf(status)).toBeUndefined();
		expect(readStatus(JSON.stringify({ status }), 'x', 'https://a.example')).toEqual({
			kind: 'processing',
		});
	});

	it('is none that says more', () => {
		expect(RUNNING.size).toBe(21);
	});
});

describe('a word for a job that failed and was refunded', () => {
	it.each([
		...words('failed FAIL failure refunded Failed'),
		...words('failed_refunded cancelled-and-refunded was_refunded errorRefunded refunded_error'),
	])('is %s', (word) => {
		expect(endOf(word)).toBe('failed');
	});

	it.each(words('partially_refunded_error part_refunded_error failed_partly_refunded'))(
		'is not %s',
		(word) => {
			expect(endOf(word)).toBe('ended');
		},
	);
});

describe('a word for a job that has ended', () => {
	it.each([
		...words('error errored canceled cancelled rejected refused denied expired deleted archived'),
		...words('aborted invalid terminated killed crashed stopped lost unknown_job dead timed_out'),
		...words('timeout time-out TimedOut unsuccessful nsfw'),
		...words('provider_error generationFailed upstream-failure user_cancelled admin_canceled'),
		...words('content_rejected link_expired gateway_timeout job_timed_out policy_violation'),
		...words('content_filtered content-moderated blocked flagged filtered_by_provider'),
		...words('flagged_for_violence blockedByRule content_moderated_for_minors'),
		...words('failed_moderation cancelled_by_user expired:no_worker dead_letter lost/at/provider'),
		...words('processing_failed xnot_failed'),
	])('is %s', (word) => {
		expect(endOf(word)).toBe('ended');
	});

	it.each([
		...words('not_failed no_error non-failed never-failed without_failure is_not_failed no--error'),
		...words('error_retry error_retrying error_retried error_recovering error_recovered'),
		...words('error_recoverable error_resuming error_resumed error_requeued error_restarted'),
		...words('error_reprocessing failed_will_retry failed_may_retry failed_might_retry'),
		...words('error_none error_free'),
		...words('error_handling failed_checking killed_running lost_pending dead_queued'),
		...words('terrorist unfailing deadline stoppedx xstopped invalidated denied2x lostandfound'),
		...words('dreaming paused unknown ok done'),
		'',
	])('is not %j', (word) => {
		expect(endOf(word)).toBeUndefined();
	});

	it.each([
		['error_retryx', 'ended'],
		['error_xretry', 'ended'],
		['error_freedom', 'ended'],
		['error_nonesuch', 'ended'],
	])('is %s, whose parts only begin or end like one that goes on', (word, end) => {
		expect(endOf(word)).toBe(end);
	});
});
