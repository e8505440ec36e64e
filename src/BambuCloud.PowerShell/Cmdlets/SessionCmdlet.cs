using System.Management.Automation;
using System.Runtime.CompilerServices;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary>What the cmdlets have in common that ask the cloud: a session.</summary>
public abstract class SessionCmdlet : BambuCmdlet
{
    private readonly Dictionary<string, string> _labels = [];
    private HashSet<string> _typed = [];
    private int _known;

    /// <summary>The sessions to use in place of the default one, or of the one that an object of the pipeline came from.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [AllowNull]
    public BambuSession?[]? Session { get; set; }

    private protected sealed override void Prepare()
    {
        _typed = [.. MyInvocation.BoundParameters.Keys];
        if (IsTyped(nameof(Session)) && (Session is null or [] || Session.Contains(null)))
        {
            ThrowTerminatingError(ErrorRecords.NoSession());
        }
        if (IsTyped(nameof(Session)) && !TakesSeveralSessions && Session!.Distinct().Skip(1).Any())
        {
            ThrowTerminatingError(ErrorRecords.SeveralSessions());
        }
    }

    /// <summary>Whether several sessions mean something to the command. What one account is to get, another one is not.</summary>
    private protected virtual bool TakesSeveralSessions => true;

    // The client knows printers by their ids.
    private protected sealed override string Told(BambuException fault, string? advice = null) =>
        fault.Subject is { } id && _labels.TryGetValue(id, out string? label)
        ? base.Told(fault, advice).Replace($"'{id}'", $"'{label}'", StringComparison.Ordinal)
        : base.Told(fault, advice);

    /// <summary>Whether the command itself was given a parameter, and not the pipeline an object that has one.</summary>
    private protected bool IsTyped(string parameter) => _typed.Contains(parameter);

    /// <summary>
    /// Finds the sessions: those that the command was given, else the one that an object came from, else the default one. Each warns once
    /// where its token ends soon.
    /// </summary>
    /// <param name="origin">The session of an object that is not the pipeline's whole object.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.NotConnected"/> or <see cref="BambuErrorKind.SessionClosed"/>.
    /// </exception>
    internal IReadOnlyList<OpenSession> GetSessions(BambuSession? origin = null)
    {
        OpenSession[] sessions = IsTyped(nameof(Session))
            ? [.. Session!.Distinct().Select(OpenSessions.Find)]
            : [OpenSessions.FindOrigin(origin ?? Session?.FirstOrDefault())];
        foreach (OpenSession session in sessions)
        {
            if (session.TakeExpiryWarning() is { } warning)
            {
                PostWarning(warning);
            }
        }
        return sessions;
    }

    /// <summary>
    /// Finds the sessions as <see cref="GetSessions"/> does, and beside the default one the printers that are connected themselves. Without
    /// a session those are enough.
    /// </summary>
    /// <exception cref="BambuException">As of <see cref="GetSessions"/>.</exception>
    internal IReadOnlyList<OpenSession> GetPrinterSessions(BambuSession? origin = null)
    {
        bool isDefault = !IsTyped(nameof(Session)) && (origin ?? Session?.FirstOrDefault()) is null;
        return isDefault && OpenPrinters.All is { Count: > 0 } printers
            ? [.. OpenSessions.Open is null ? [] : GetSessions(), .. printers]
            : GetSessions(origin);
    }

    /// <summary>Finds the session of a command that takes one.</summary>
    /// <exception cref="BambuException">As of <see cref="GetSessions"/>.</exception>
    internal OpenSession GetSession()
    {
        if (GetSessions() is [var session])
        {
            return session;
        }
        ThrowTerminatingError(ErrorRecords.SeveralSessions());
        return null!; // Never comes: the cmdlet has ended.
    }

    /// <summary>An account's printers, as the cloud lists them now. Completion knows them from then on.</summary>
    internal IReadOnlyList<BambuDevice> AwaitDevices(OpenSession session)
    {
        IReadOnlyList<BambuDevice> devices = Await(session.ListAsync);
        session.KnownNames.SetDevices(devices);
        foreach (BambuDevice device in devices)
        {
            _labels[device.DeviceId] = new AccountPrinter(session, device).Label;
        }
        return devices;
    }

    /// <summary>Streams from the sessions of printers what comes, as it comes; each object knows its session.</summary>
    /// <param name="printers">The printers.</param>
    /// <param name="read">Reads from one session.</param>
    internal IEnumerable<T> StreamFrom<T>(
        IReadOnlyList<AccountPrinter> printers,
        Func<OpenSession, IReadOnlyList<BambuDevice>, CancellationToken, IAsyncEnumerable<T>> read)
        where T : BambuObject => Stream(cancellation => MergeFrom(printers, read, cancellation));

    /// <inheritdoc cref="StreamFrom"/>
    internal static async IAsyncEnumerable<T> MergeFrom<T>(
        IReadOnlyList<AccountPrinter> printers,
        Func<OpenSession, IReadOnlyList<BambuDevice>, CancellationToken, IAsyncEnumerable<T>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : BambuObject
    {
        IEnumerable<(OpenSession, IAsyncEnumerable<T>)> streams = printers
            .GroupBy(printer => (printer.Session, printer.Way), printer => printer.Device)
            .Select(group => (group.Key.Session, read(group.Key.Way, [.. group], cancellationToken)));
        await foreach ((OpenSession session, T item) in AsyncStreams.Merge(streams, cancellationToken).ConfigureAwait(false))
        {
            session.Own(item);
            session.KnownNames.Add(item, 0);
            yield return item;
        }
    }

    /// <summary>Refuses a command whose parameter says that there is none: at the prompt each that is given has to say something.</summary>
    private protected void EnsureAny(params ReadOnlySpan<IGiven> given)
    {
        foreach (IGiven each in given)
        {
            if (each.SaysNone)
            {
                ThrowTerminatingError(ErrorRecords.NoId());
            }
        }
    }

    /// <summary>Whether what the pipeline brings has none of what may stand for each other. That is an error.</summary>
    private protected bool RefuseNone(params ReadOnlySpan<IGiven> alternatives)
    {
        bool none = false;
        foreach (IGiven each in alternatives)
        {
            if (each.Any)
            {
                return false;
            }
            none |= each.SaysNone;
        }
        if (none)
        {
            WriteError(ErrorRecords.NoId());
        }
        return none;
    }

    /// <summary>Takes in the printers that a parameter was given. That an object has none is an error.</summary>
    private protected void AddPrinters(PrinterInput printers, PrinterName[]? given)
    {
        Given<PrinterName> names = new(given);
        if (!RefuseNone(names))
        {
            printers.Add(names);
        }
    }

    /// <summary>Writes what came at a time in one go, as <see cref="Write(OpenSession, BambuObject)"/> writes each.</summary>
    internal void WritePage(OpenSession session, IReadOnlyList<BambuObject> items)
    {
        foreach (BambuObject item in items)
        {
            Take(session, item);
        }
        WriteObject(items, enumerateCollection: true);
    }

    /// <summary>Writes an object that knows its session, and that completion knows. Of a long list it knows the first ones.</summary>
    internal void Write(OpenSession session, BambuObject item)
    {
        Take(session, item);
        WriteObject(item);
    }

    /// <inheritdoc cref="Write(OpenSession, BambuObject)"/>
    internal void Write(OpenSession session, IEnumerable<BambuObject> items)
    {
        foreach (BambuObject item in items)
        {
            Write(session, item);
        }
    }

    private void Take(OpenSession session, BambuObject item)
    {
        session.Own(item);
        if (_known < KnownNames.MaxItems)
        {
            session.KnownNames.Add(item, _known++);
        }
    }
}
