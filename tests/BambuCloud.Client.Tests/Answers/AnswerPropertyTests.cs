using System.Globalization;
using BambuCloud.Client.Http;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace BambuCloud.Client.Tests;

/// <summary>
/// Whatever JSON the service sends, a call ends with an object or with a <see cref="BambuException"/>. A failure says the answer
/// and FsCheck's seed; <c>BAMBU_REPLAY=seed,gamma,size</c> has the same answers come again.
/// </summary>
[Trait(Fuzzing.Trait, "answers")]
public sealed class AnswerPropertyTests
{
    private static readonly int CasesPerEndpoint = Fuzzing.Cases(500, soak: 10_000);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Endpoints => [.. Endpoint.All.Select(endpoint => endpoint.Name)];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Given_any_value_in_any_place_of_an_answer_when_it_comes_then_there_is_an_object_or_the_error_of_a_call(string name) =>
        await CheckAsync(OddJson.AnswerTo(Endpoint.All.Single(endpoint => endpoint.Name == name)));

    [Fact]
    public async Task Given_any_body_with_any_error_status_when_it_comes_then_there_is_an_error_with_that_status() =>
        await CheckAsync(OddJson.Error);

    [Fact]
    public async Task Given_the_samples_as_they_are_when_they_come_then_each_is_good_and_no_endpoint_is_left_out()
    {
        await using OddAnswerServer cloud = await OddAnswerServer.StartAsync(Cancellation);

        Assert.All(Endpoint.All, endpoint => Assert.NotEmpty(endpoint.Samples));
        foreach (OddCase good in Endpoint.All.SelectMany(endpoint => endpoint.Samples,
            (endpoint, sample) => new OddCase(endpoint, new OddAnswer(sample, []))))
        {
            await cloud.CallAsync(good, Cancellation);
        }
        Assert.Equal(
            Route.All.Select(route => route.ToString()).Order(StringComparer.Ordinal),
            cloud.Asked.Select(request => request.Replace("/proj_123", "/{project_id}", StringComparison.Ordinal).Replace("/012345678",
                "/{task_id}", StringComparison.Ordinal)
                .Replace("/403", "/{task_id}", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
    }

    private static async Task CheckAsync(Gen<OddCase> cases)
    {
        CancellationToken cancellation = Cancellation;
        await using OddAnswerServer cloud = await OddAnswerServer.StartAsync(cancellation);
        Property property = Prop.ForAll(OddJson.Batches(cases), batch => cloud.TryAsync(batch, cancellation));
        Config config = Fuzzing.Config(OddJson.BatchesFor(CasesPerEndpoint));

        // FsCheck waits for each batch: on a thread of its own, so that none of the pool's is held.
        await Task.Factory.StartNew(() => Check.One(config, property), cancellation, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }
}
