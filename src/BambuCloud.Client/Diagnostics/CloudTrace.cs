namespace BambuCloud.Client.Diagnostics;

/// <summary>
/// What the client tells about its work while it works: tries, delays, connections. A command sets its own listener; what it
/// starts inherits it. Lines hold no token and no query.
/// </summary>
public static class CloudTrace
{
    private static readonly AsyncLocal<Action<string>?> Current = new();

    /// <summary>The listener of the running command; it may be called from any thread.</summary>
    public static Action<string>? Listener
    {
        get => Current.Value;
        set => Current.Value = value;
    }

    internal static void Write(string line) => Current.Value?.Invoke(line);
}
