using BambuCloud.Client.Session;

namespace BambuCloud.Session;

/// <summary>The sessions of this process. All runspaces share them.</summary>
internal static class OpenSessions
{
    private static readonly object Lock = new();
    private static readonly List<OpenSession> Sessions = [];
    private static OpenSession? s_default;

    /// <summary>What may be shown of all open sessions, oldest first. From now on they stay open until they are disconnected.</summary>
    public static IReadOnlyList<BambuSession> All
    {
        get
        {
            lock (Lock)
            {
                return [.. Sessions.Select(HandOut)];
            }
        }
    }

    /// <summary>The accounts of all open sessions.</summary>
    public static IReadOnlyList<(string? Account, string Uid)> Accounts
    {
        get
        {
            lock (Lock)
            {
                return [.. Sessions.Select(session => (session.Cloud.Info.Account, session.Cloud.Info.Uid))];
            }
        }
    }

    /// <summary>What may be shown of the open sessions of an account, by its name or number.</summary>
    public static IReadOnlyList<BambuSession> Of(string account)
    {
        lock (Lock)
        {
            return [.. Sessions.Select(session => session.Cloud.Info)
                .Where(info => Means(account, info.Account, info.Uid))];
        }
    }

    /// <summary>The default session, if there is one.</summary>
    public static OpenSession? Open
    {
        get
        {
            lock (Lock)
            {
                return s_default;
            }
        }
    }

    /// <summary>What may be shown of the default session, if there is one. From now on it stays open until it is disconnected.</summary>
    public static BambuSession? Default
    {
        get
        {
            lock (Lock)
            {
                return s_default is null ? null : HandOut(s_default);
            }
        }
    }

    /// <summary>The session that is meant: a given one, or the default.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.NotConnected"/> or <see cref="BambuErrorKind.SessionClosed"/>.
    /// </exception>
    public static OpenSession Find(BambuSession? given)
    {
        lock (Lock)
        {
            return SessionOf(given) ?? (given is null ? null : OpenPrinters.FindOrigin(given)) ?? throw Missing(given);
        }
    }

    /// <summary>
    /// The session that an object came from, or another of the same account where that is closed; without an object the default.
    /// </summary>
    /// <exception cref="BambuException">As of <see cref="Find"/>.</exception>
    public static OpenSession FindOrigin(BambuSession? origin)
    {
        lock (Lock)
        {
            return SessionOf(origin)
                ?? (origin is null ? null : OpenPrinters.FindOrigin(origin))
                ?? Sessions.FindLast(session => session.Cloud.Info.Uid == origin?.Uid
                    && session.Cloud.Info.ApiEndpoint == origin.ApiEndpoint)
                ?? throw Missing(origin);
        }
    }

    /// <summary>What completion knows of a session: a given one, or the default. There may be none.</summary>
    public static KnownNames? KnownNamesOf(BambuSession? given)
    {
        lock (Lock)
        {
            return (SessionOf(given) ?? (given is null && OpenPrinters.All is [var printer, ..] ? printer : null))?.KnownNames;
        }
    }

    /// <summary>Makes a session the default, and gives back what nobody can reach any more and the caller therefore closes.</summary>
    /// <param name="session">The session.</param>
    /// <param name="handedOut">Whether the script gets it, so that it stays open until it is disconnected.</param>
    public static CloudSession? Add(CloudSession session, bool handedOut)
    {
        lock (Lock)
        {
            OpenSession? before = s_default;
            Sessions.Add(s_default = new OpenSession(session) { HandedOut = handedOut });
            return before is { HandedOut: false } ? Remove(before) : null;
        }
    }

    /// <summary>What may be shown of a given session, or of the default one, while it is open.</summary>
    public static BambuSession? Peek(BambuSession? given)
    {
        lock (Lock)
        {
            return SessionOf(given)?.Cloud.Info;
        }
    }

    /// <summary>Takes a given session out, or the default one; the caller closes it. There may be none.</summary>
    public static CloudSession? Take(BambuSession? given)
    {
        lock (Lock)
        {
            OpenSession? session = SessionOf(given);
            if (session is null)
            {
                return null;
            }
            s_default = s_default == session ? null : s_default;
            return Remove(session);
        }
    }

    /// <summary>Closes all sessions, side by side, and returns when their connections are closed.</summary>
    public static void CloseAll()
    {
        CloudSession[] closing;
        lock (Lock)
        {
            s_default = null;
            closing = [.. Sessions.ToArray().Select(Remove)];
        }
        Task.Run(() => Task.WhenAll(closing.Select(session => session.DisposeAsync().AsTask()))).GetAwaiter().GetResult();
    }

    /// <summary>Whether somebody means an account: by what it was signed in with, in any case, or by its number.</summary>
    public static bool Means(string account, string? name, string uid) =>
        account.Equals(name, StringComparison.OrdinalIgnoreCase) || account == uid;

    private static OpenSession? SessionOf(BambuSession? given) =>
        given is null ? s_default : Sessions.Find(session => ReferenceEquals(session.Cloud.Info, given));

    private static CloudSession Remove(OpenSession session)
    {
        Sessions.Remove(session);
        session.KnownNames.Dispose();
        return session.Cloud;
    }

    private static BambuSession HandOut(OpenSession session)
    {
        session.HandedOut = true;
        return session.Cloud.Info;
    }

    private static BambuException Missing(BambuSession? given) => given is null
        ? new BambuException(BambuErrorKind.NotConnected, "There is no session with the Bambu Lab cloud.")
        : new BambuException(BambuErrorKind.SessionClosed,
            $"The session '{given}' is not open in this process.")
        { Subject = given.ToString() };
}
