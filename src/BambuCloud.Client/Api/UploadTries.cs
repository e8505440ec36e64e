using System.Globalization;
using BambuCloud.Client.Diagnostics;
using Polly;
using Polly.Retry;

namespace BambuCloud.Client.Api;

/// <summary>How uploads are tried again, wherever they go: after a second at first, then ever later.</summary>
internal static class UploadTries
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>The tries of one upload.</summary>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="retryCount">How often it is tried again, at most.</param>
    /// <param name="isPassing">Whether another try may not meet a fault.</param>
    /// <param name="told">What is traced of a fault: a sentence.</param>
    public static ResiliencePipeline Of(
        TimeProvider time, int retryCount, Func<Exception?, bool> isPassing, Func<Exception, string> told) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            // Polly wants one at least; without any, nothing is handled.
            MaxRetryAttempts = Math.Max(1, retryCount),
            Delay = TimeSpan.FromSeconds(1),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            MaxDelay = LongestWait,
            ShouldHandle = attempt => ValueTask.FromResult(retryCount > 0 && isPassing(attempt.Outcome.Exception)),
            OnRetry = retry =>
            {
                CloudTrace.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{told(retry.Outcome.Exception!)} Try {retry.AttemptNumber + 2} of {retryCount + 1} in "
                        + $"{retry.RetryDelay.TotalSeconds:0.0} s"));
                return default;
            },
        }).Build();
}
