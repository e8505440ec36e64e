# What the tasks of build.ps1 need from the PowerShell Gallery. The versions are ranges: this one or a newer one.
# All at once: Install-PSResource -RequiredResourceFile requirements.psd1 -TrustRepository
@{
    'Pester'                       = @{ version = '[5.5.0, )'; repository = 'PSGallery' }
    'PSScriptAnalyzer'             = @{ version = '[1.21.0, )'; repository = 'PSGallery' }
    'Microsoft.PowerShell.PlatyPS' = @{ version = '[1.0.0, )'; repository = 'PSGallery' }
}
