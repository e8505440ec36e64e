namespace BambuCloud.Client.Diagnostics;

/// <summary>
/// What the client tells about its work while it works: tries, delays, connections, and what an answer lacked. A command sets its own
/// listeners; what it starts inherits them. Lines hold no token and no query.
/// </summary>
public static class CloudTrace
{
    private static readonly AsyncLocal<Action<string>?> Current = new();
    private static readonly AsyncLocal<Action<BambuException>?> CurrentWarned = new();

    /// <summary>The listener of the running command; it may be called from any thread.</summary>
    public static Action<string>? Listener
    {
        get => Current.Value;
        set => Current.Value = value;
    }

    /// <summary>Told of what is no error and should be known all the same; it may be called from any thread.</summary>
    public static Action<BambuException>? Warned
    {
        get => CurrentWarned.Value;
        set => CurrentWarned.Value = value;
    }

    internal static void Write(string line) => Current.Value?.Invoke(line);

    internal static void Warn(BambuException warning) => CurrentWarned.Value?.Invoke(warning);
}
