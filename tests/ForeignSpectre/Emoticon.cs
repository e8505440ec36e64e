namespace Spectre.Console;

/// <summary>What ours has not.</summary>
public sealed class Emoticon;
