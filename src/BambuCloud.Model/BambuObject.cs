namespace BambuCloud;

/// <summary>What all records of the model are, so that PowerShell knows them by one type.</summary>
public abstract record BambuObject;
