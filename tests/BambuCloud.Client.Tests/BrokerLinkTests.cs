using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using BambuCloud.Client.Live;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>One MQTT client and a broker, without any printer.</summary>
public sealed class BrokerLinkTests
{
    private const string Topic = "device/01P00A000000001/report";

    private static readonly TimeSpan Patience = CloudFixture.Patience;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_a_line_that_goes_dead_when_nobody_hangs_up_then_the_link_finds_it_by_itself()
    {
        await using LoopbackListener broker = new(async (stream, connection, closing) =>
        {
            await ScriptedBroker.ReadAsync(stream, closing);
            await stream.WriteAsync(ScriptedBroker.ConnectAccepted, closing);
            await LoopbackListener.StayMuteAsync(stream, connection, closing);
        });
        Heard heard = new();
        BrokerOptions options = Options(broker.Port) with { KeepAlive = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(1) };
        await using BrokerLink link = new(options, () => null, heard, TimeProvider.System);

        await link.ConnectAsync(Cancellation);
        Task keeping = link.KeepConnectedAsync(link.ConnectAsync, () => { });

        Assert.NotEmpty(await heard.LostAsync());
        link.End();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping.WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task Given_a_broker_that_is_gone_for_a_while_when_the_link_connects_again_then_the_loss_and_each_attempt_are_told()
    {
        TaskCompletionSource hangUp = new();
        await using LoopbackListener broker = new(async (stream, connection, closing) =>
        {
            await ScriptedBroker.ReadAsync(stream, closing);
            if (connection is 2 or 3)
            {
                return; // It hangs up before it has answered.
            }
            await stream.WriteAsync(ScriptedBroker.ConnectAccepted, closing);
            await (connection == 1 ? hangUp.Task.WaitAsync(closing) : LoopbackListener.StayMuteAsync(stream, connection, closing));
        });
        Heard heard = new();
        TaskCompletionSource restored = new();
        await using BrokerLink link = new(Options(broker.Port), () => null, heard, FastForwardTimeProvider.Create());
        await link.ConnectAsync(Cancellation);
        Task keeping = link.KeepConnectedAsync(link.ConnectAsync, restored.SetResult);

        hangUp.SetResult();
        string reason = await heard.LostAsync();
        await restored.Task.WaitAsync(Patience, Cancellation);

        Assert.Equal("The broker closed the connection.", reason);
        string[] own = [.. heard.Traced.Where(text => !text.StartsWith("MQTTnet", StringComparison.Ordinal))];
        string place = string.Create(CultureInfo.InvariantCulture, $"'127.0.0.1:{broker.Port}'");
        Assert.Equal($"The connection to the broker {place} is lost: {reason}", own[0]);
        Assert.Matches($"^Attempt 1 to connect to the broker {place} again failed: .+ The next one comes in [0-9.]+ s\\.$", own[1]);
        Assert.Matches($"^Attempt 2 to connect to the broker {place} again failed: .+ The next one comes in [0-9.]+ s\\.$", own[2]);
        Assert.Equal($"The connection to the broker {place} stands again", own[3]);
        Assert.Contains(heard.Traced, text => text.StartsWith("MQTTnet Error", StringComparison.Ordinal)); // The library's own words.
        link.End();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping.WaitAsync(Patience, Cancellation));
    }

    [Theory]
    [InlineData(3, "It is not available just now (return code 3).")]
    [InlineData(2, "It does not take the client id (return code 2).")]
    public async Task Given_S7_a_broker_that_refuses_when_the_link_connects_then_it_is_the_brokers_own_word(byte code, string word)
    {
        await using LoopbackListener broker = new(async (stream, _, closing) =>
        {
            await ScriptedBroker.ReadAsync(stream, closing);
            await stream.WriteAsync(new byte[] { 0x20, 2, 0, code }, closing);
        });
        await using BrokerLink link = new(Options(broker.Port), () => null, new Heard(), TimeProvider.System);

        Exception refusal = await Assert.ThrowsAnyAsync<Exception>(() => link.ConnectAsync(Cancellation));

        Assert.True(BrokerLink.IsTransient(refusal)); // Another attempt may not meet it.
        BambuException told = link.Unreachable(refusal);
        Assert.Equal(BambuErrorKind.BrokerUnavailable, told.Kind);
        Assert.EndsWith($"refuses the connection: {word}", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_broker_that_takes_connections_and_says_nothing_when_the_link_connects_again_then_that_is_the_cause()
    {
        await using LoopbackListener broker = new(async (stream, connection, closing) =>
        {
            if (connection == 1)
            {
                await ScriptedBroker.ReadAsync(stream, closing);
                await stream.WriteAsync(ScriptedBroker.ConnectAccepted, closing);
                return;
            }
            await LoopbackListener.StayMuteAsync(stream, connection, closing);
        });
        Heard heard = new();
        FastForwardTimeProvider clock = FastForwardTimeProvider.Create();
        await using BrokerLink link = new(Options(broker.Port), () => null, heard, clock);
        await link.ConnectAsync(Cancellation);
        Task keeping = link.KeepConnectedAsync(link.ConnectAsync, () => { });

        await Eventually.TrueAsync(() =>
        {
            clock.Advance(FastForwardTimeProvider.ConnectLimit);
            return Task.FromResult(heard.Traced.Any(text => text.StartsWith("Attempt 1 ", StringComparison.Ordinal)));
        }, "the first attempt is told");

        link.End();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping.WaitAsync(Patience, Cancellation));
        Assert.Contains("again failed: The broker did not answer in time. ",
            heard.Traced.First(text => text.StartsWith("Attempt 1 ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_messages_of_a_connection_that_wait_when_another_one_is_made_then_they_are_not_taken_for_news_of_it()
    {
        await using LoopbackListener broker = new(async (stream, connection, closing) =>
        {
            await ScriptedBroker.ReadAsync(stream, closing);
            await stream.WriteAsync(ScriptedBroker.ConnectAccepted, closing);
            for (int message = 1; message <= 100; message++)
            {
                await stream.WriteAsync(ScriptedBroker.Publication(Topic, $"{connection}"), closing);
            }
            await LoopbackListener.StayMuteAsync(stream, connection, closing);
        });
        TaskCompletionSource first = new();
        using SemaphoreSlim goOn = new(0);
        Heard heard = new()
        {
            OnReceived = _ =>
            {
                first.TrySetResult();
                Assert.True(goOn.Wait(Patience, Cancellation));
            },
        };
        await using BrokerLink link = new(Options(broker.Port), () => null, heard, TimeProvider.System);
        await link.ConnectAsync(Cancellation);
        await first.Task.WaitAsync(Patience, Cancellation);

        await link.ConnectAsync(Cancellation);
        goOn.Release(1000);
        await Eventually.TrueAsync(() => Task.FromResult(heard.Payloads.Count(payload => payload == "2") == 100),
            "all of the second connection came");

        Assert.Single(heard.Payloads, "1"); // The one that was being taken.
    }

    [Fact]
    public async Task Given_a_link_that_nobody_needs_any_more_when_it_waits_for_a_broker_then_it_ends_at_once()
    {
        await using LoopbackListener broker = new(async (stream, connection, closing) =>
        {
            if (connection == 1)
            {
                await ScriptedBroker.ReadAsync(stream, closing);
                await stream.WriteAsync(ScriptedBroker.ConnectAccepted, closing);
            }
        });
        await using BrokerLink link = new(Options(broker.Port), () => null, new Heard(), TimeProvider.System);
        await link.ConnectAsync(Cancellation);
        Task keeping = link.KeepConnectedAsync(link.ConnectAsync, () => { });
        await Eventually.TrueAsync(() => Task.FromResult(!link.IsConnected), "the broker has hung up");

        link.End();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping.WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task Given_a_password_that_stands_in_what_the_library_says_when_it_is_told_then_it_is_left_out()
    {
        const string Password = "a-password-that-nobody-shall-see";
        await using LoopbackListener broker = new(async (stream, connection, closing) =>
        {
            (_, byte[] connect) = await ScriptedBroker.ReadAsync(stream, closing);
            await stream.WriteAsync(ScriptedBroker.ConnectAccepted, closing);
            await stream.WriteAsync(connect, closing); // What the client said, as a packet that it cannot read.
        });
        Heard heard = new();
        await using BrokerLink link = new(Options(broker.Port) with { Password = Password, Redacted = new Redaction(Password).Of },
            () => null, heard,
            FastForwardTimeProvider.Create());
        await link.ConnectAsync(Cancellation);
        Task keeping = link.KeepConnectedAsync(link.ConnectAsync, () => { });
        await heard.LostAsync();
        await Eventually.TrueAsync(() => Task.FromResult(heard.Traced.Count > 2), "something is told");

        link.End();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping.WaitAsync(Patience, Cancellation));
        Assert.All(heard.Traced, line => Assert.DoesNotContain(Password, line, StringComparison.Ordinal));
    }

    [Fact]
    public void Given_the_last_number_when_another_request_is_made_then_the_numbers_begin_again_above_the_vendors_own()
    {
        SequenceIds ids = new(int.MaxValue);

        Assert.Equal(["2147483647", "30000", "30001"], [ids.Next(), ids.Next(), ids.Next()]);
    }

    [Fact]
    public void Given_many_processes_when_each_makes_its_first_request_then_none_has_the_number_of_another()
    {
        long[] firsts = [.. Enumerable.Range(0, 100).Select(_ => long.Parse(new SequenceIds().Next(), CultureInfo.InvariantCulture))];

        Assert.Equal(100, firsts.Distinct().Count());
        Assert.All(firsts, first => Assert.InRange(first, 30_000, int.MaxValue));
    }

    private static BrokerOptions Options(int port) => new()
    {
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{port}")),
        UserName = "u_1",
        Password = "token",
        IsTrusted = (_, _, _) => false,
        EnsureValid = () => { },
        Refused = said => new BambuException(BambuErrorKind.TokenRefused, said),
        Redacted = text => text,
    };

    /// <summary>Keeps what a link tells.</summary>
    private sealed class Heard : IBrokerLinkObserver
    {
        private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsTraced => true;

        public Action<string>? OnReceived { get; init; }

        public ConcurrentQueue<string> Traced { get; } = [];

        public ConcurrentQueue<string> Payloads { get; } = [];

        public Task<string> LostAsync() => _lost.Task.WaitAsync(Patience, Cancellation);

        public void Received(string topic, ReadOnlySequence<byte> payload)
        {
            Payloads.Enqueue(Encoding.UTF8.GetString(payload));
            OnReceived?.Invoke(topic);
        }

        public void Lost(string reason) => _lost.TrySetResult(reason);

        public void Trace(string line) => Traced.Enqueue(line);
    }
}
