namespace BambuCloud.Client.Reports;

/// <summary>What a printer's message is, as far as its state is concerned.</summary>
internal enum ReportKind
{
    /// <summary>An object of no kind that printers have: no sign of life.</summary>
    Nothing,

    /// <summary>Nothing of the state, and no answer.</summary>
    Other,

    /// <summary>The whole state.</summary>
    Full,

    /// <summary>What changed of it.</summary>
    Delta,

    /// <summary>The printer's answer to a request.</summary>
    Answer,

    /// <summary>The versions of the printer's parts.</summary>
    Versions,

    /// <summary>The cloud's word that the printer came.</summary>
    Connected,

    /// <summary>The cloud's word that the printer left.</summary>
    Disconnected,

    /// <summary>Broken JSON, or no object.</summary>
    Broken,
}
